// Conditions of the benchmark in a form of their own, from which both the definition in the language of audiences (for our
// engines) and SQL (for the peers) are written, so that all are asked the same.
//   leaf  {values: [...], attribute} | {from, to, attribute} (whole units or days, either may be null)
//         {measure: 'avg'|'sum', atLeast (units), lastDays|null, filter: [...]|null}
//   tree  leaf | {all: [tree]} | {any: [tree]} | {not: tree}
import { formatDay } from '../packages/model/dist/index.js';
import { quote } from './columns.mjs';

/** The definition of a tree; `facts` as in facts.mjs. */
export function toDefinition(tree, facts) {
  if (tree.all !== undefined) return { all: tree.all.map((child) => toDefinition(child, facts)) };
  if (tree.any !== undefined) return { any: tree.any.map((child) => toDefinition(child, facts)) };
  if (tree.not !== undefined) return { not: toDefinition(tree.not, facts) };
  if (tree.measure !== undefined) {
    const { event } = facts;
    return {
      event: event.id,
      ...(tree.filter === null ? {} : { where: [{ field: event.filterField, in: tree.filter }] }),
      ...(tree.lastDays === null ? {} : { within: { last: tree.lastDays, unit: 'day' } }),
      [tree.measure]: { field: event.amountField, gte: writeUnits(tree.atLeast, event.decimals) },
    };
  }
  const column = facts.columns.get(tree.attribute);
  if (tree.values !== undefined) {
    return {
      attribute: tree.attribute,
      in: column.type === 'boolean' ? tree.values.map((value) => value === 'true') : tree.values,
    };
  }
  const write = (units) => (column.type === 'date' ? formatDay(units) : writeUnits(units, column.decimals));
  return {
    attribute: tree.attribute,
    ...(tree.from === null ? {} : { gte: write(tree.from) }),
    ...(tree.to === null ? {} : { lt: write(tree.to) }),
  };
}

/** Whole units of 10^-decimals as decimal text. */
function writeUnits(units, decimals) {
  if (decimals === 0) return String(units);
  const digits = String(Math.abs(units)).padStart(decimals + 1, '0');
  return `${units < 0 ? '-' : ''}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/** SQL (both engines) of a tree over the table `customers`. */
export function toSql(tree, facts) {
  if (tree.all !== undefined) return `(${tree.all.map((child) => toSql(child, facts)).join(' AND ')})`;
  if (tree.any !== undefined) return `(${tree.any.map((child) => toSql(child, facts)).join(' OR ')})`;
  // A missing value matches no comparison, so it does match the negation.
  if (tree.not !== undefined) return `(NOT coalesce(${toSql(tree.not, facts)}, false))`;
  if (tree.measure !== undefined) return `_ordinal IN (${measureSql(tree, facts)})`;
  const column = quote(tree.attribute);
  if (tree.values !== undefined) return `${column} IN (${tree.values.map(writeText).join(', ')})`;
  const bounds = [tree.from === null ? [] : `${column} >= ${tree.from}`, tree.to === null ? [] : `${column} < ${tree.to}`];
  return `(${bounds.flat().join(' AND ')})`;
}

/** SQL of how many a tree holds for: a measure alone needs no table of customers. */
export function countSql(tree, facts) {
  if (tree.measure !== undefined) return `SELECT count(*) AS n FROM (${measureSql(tree, facts)}) AS m`;
  return `SELECT count(*) AS n FROM customers WHERE ${toSql(tree, facts)}`;
}

/** Customers (of the base: each has an event before as-of) whose rows reach an amount; it is above 0, so nobody without rows does. */
function measureSql({ measure, atLeast, lastDays, filter }, { event, asOfMs }) {
  const rows = [
    ...(lastDays === null ? [] : [`_at_ms >= ${event.startsMs[lastDays]} AND _at_ms < ${asOfMs}`]),
    ...(filter === null ? [] : [`filter IN (${filter.map(writeText).join(', ')})`]),
  ];
  const where = rows.length === 0 ? '' : ` WHERE ${rows.join(' AND ')}`;
  const times = measure === 'sum' ? '' : ` * ${event.hasOccasion ? 'count(DISTINCT _occasion)' : 'count(*)'}`;
  return `SELECT _ordinal FROM events${where} GROUP BY _ordinal HAVING sum(amount) >= ${atLeast}${times}`;
}

/** A text literal. No value of a catalog may hold a backslash here: the two engines differ in what it means. */
function writeText(text) {
  if (text.includes('\\')) throw new Error(`The value ${JSON.stringify(text)} cannot be written for both peers.`);
  return `'${text.replaceAll("'", "''")}'`;
}
