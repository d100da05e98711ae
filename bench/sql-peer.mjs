// What chDB and DuckDB share as peers: the statements that answer each kind of question, over two tables that both have loaded
// with the same rows: `customers` (_ordinal and a column per attribute, only the base) and `events` (_ordinal, _at_ms, _occasion,
// amount, filter). Everyone's distributions are taken to be known, so a peer is asked only for the group's.
import { quote } from './columns.mjs';
import { countSql, toSql } from './conditions.mjs';

/** Columns of one statement: more make plans slow, and `grouping` takes 64 at most. */
const COLUMNS_AT_ONCE = 32;
/** Two ways to count the values of several columns; the faster one of a warm-up is measured. */
export const WAYS = ['sets', 'each'];

/**
 * @param facts facts.mjs
 * @param dialect `query(sql)` gives rows as arrays; `countIf(sql)`; `writeSets(columns, where)` and `writeEach(columns, where)` give
 *   SQL of rows [mask or column's place, value, customers]
 */
export function createSqlPeer(facts, dialect) {
  const way = { panels: WAYS[0], portrait: WAYS[0] };
  return {
    way,
    prepare(question) {
      switch (question.kind) {
        case 'panels':
          return { ask: () => distribute(facts, dialect, question.tree, facts.panels, way.panels) };
        case 'portrait':
          return { ask: () => distribute(facts, dialect, question.tree, facts.portrait, way.portrait) };
        default: {
          const sql = countSql(question.tree, facts);
          return { ask: async () => ({ count: Number((await dialect.query(sql))[0][0]) }) };
        }
      }
    },
  };
}

/** Customers of a group, and of each attribute how many have each value or lie in each range (by its place); only what is not 0. */
async function distribute(facts, dialect, tree, ids, way) {
  const where = toSql(tree, facts);
  const columns = ids.map((id) => facts.columns.get(id));
  const parts = {};
  let count = null;
  for (const chunk of chunks(columns.filter(({ kind }) => kind === 'code'))) {
    for (const { id } of chunk) parts[id] = {};
    for (const [place, value, customers] of await countValues(dialect, chunk, where, way)) {
      if (place < 0) count = customers;
      else if (value !== null) parts[chunk[place].id][value] = customers;
    }
  }
  for (const chunk of chunks(columns.filter(({ kind }) => kind !== 'code'))) {
    const [row] = await dialect.query(writeRanges(facts, dialect, chunk, where));
    const counts = row.map((value) => Number(value ?? 0));
    count = counts.shift();
    for (const { id } of chunk) {
      const present = counts.shift();
      const fromCuts = counts.splice(0, facts.cuts.get(id)?.length ?? 0);
      parts[id] = splitRanges([present, ...fromCuts]);
    }
  }
  return { count, parts };
}

async function countValues(dialect, columns, where, way) {
  const rows = await dialect.query(way === 'sets' ? dialect.writeSets(columns, where) : dialect.writeEach(columns, where));
  if (way === 'each') return rows.map(([place, value, customers]) => [Number(place), value, Number(customers)]);
  // `grouping` has a bit for each column, the first one highest: 0 for the column that a row is of, all 1 for the total.
  const all = 2 ** columns.length - 1;
  return rows.map(([mask, value, customers]) => {
    const bit = all - Number(mask);
    return [bit === 0 ? -1 : columns.length - 1 - Math.log2(bit), value, Number(customers)];
  });
}

function writeRanges(facts, dialect, columns, where) {
  const counts = columns.flatMap(({ id, kind }) => {
    if (kind === 'present') return [dialect.countIf(quote(id))];
    const cuts = facts.cuts.get(id) ?? [];
    return [`count(${quote(id)})`, ...cuts.map((cut) => dialect.countIf(`${quote(id)} >= ${cut}`))];
  });
  return `SELECT count(*), ${counts.join(', ')} FROM customers WHERE ${where}`;
}

/** Counts from each start on, as counts of each range: [cut, next cut). */
function splitRanges(fromStarts) {
  const ranges = fromStarts.map((count, index) => [index, count - (fromStarts[index + 1] ?? 0)]);
  return Object.fromEntries(ranges.filter(([, count]) => count > 0));
}

function* chunks(list) {
  for (let start = 0; start < list.length; start += COLUMNS_AT_ONCE) yield list.slice(start, start + COLUMNS_AT_ONCE);
}
