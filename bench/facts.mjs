// What questions are drawn from: how the values of some attributes and the amounts of the largest fitting event spread over the
// customers, read from the lake once. Plain data, so that it can be sent to the engines' processes.
import { createHash } from 'node:crypto';
import { ChdbSession, fileSql } from '../packages/lake/dist/index.js';
import { DAY_MS, resolveEventWindow } from '../packages/model/dist/index.js';
import { baseSql, describeColumns, quote } from './columns.mjs';

/** Attributes that conditions are about. */
const MOST_CONDITION_ATTRIBUTES = 40;
/** Customers on whom the size of a group is estimated while questions are drawn. */
const SAMPLED_CUSTOMERS = 30_000;
const PANELS = 12;
/** Panels of that many values and more are the one large panel; the others have fewer. */
const LARGE_PANEL_VALUES = 500;
/** Windows of questions about "the last three months": a different one for most questions. */
const WINDOW_DAYS = Array.from({ length: 17 }, (_, index) => 84 + index);

/**
 * @param snapshot of the lake
 * @param random RandomSource for what is chosen
 * @param portraitAttributes most attributes that a portrait shows
 * @returns `facts`, which engines are sent too, and `sampled`, the values of some customers
 */
export async function gatherFacts(snapshot, random, portraitAttributes) {
  const { catalog, asOfMs } = snapshot;
  const columns = describeColumns(catalog.attributes);
  const shown = catalog.attributes.filter(({ id, hidden, pii }) => columns.has(id) && !hidden && !pii);
  const session = await ChdbSession.open();
  try {
    const customers = `(SELECT * FROM ${fileSql(snapshot.customers.files)} WHERE ${baseSql(asOfMs)})`;
    const [row] = await session.query(`SELECT count() AS n FROM ${customers}`);
    const base = Number(row.n);
    const spread = new Map();
    for (const column of chooseConditionAttributes(shown, columns, random)) {
      spread.set(column.id, await readSpread(session, customers, column, base));
    }
    const panels = choosePanels(shown);
    const portrait = sample(shown, portraitAttributes, random).map(({ id }) => id);
    const event = await describeEvent(session, snapshot);
    const loaded = new Set([...spread.keys(), ...panels, ...portrait]);
    // What the peers' tables hold: other columns, other tables.
    const key = createHash('sha256')
      .update(JSON.stringify([snapshot.id, [...loaded], event?.id]))
      .digest('hex')
      .slice(0, 16);
    const files = { customers: snapshot.customers.files, events: snapshot.events.get(event?.id)?.files ?? [] };
    const sampled = await sampleCustomers(
      session,
      customers,
      [...spread.keys()].map((id) => columns.get(id)),
      base,
    );
    return { facts: { key, asOfMs, base, columns, spread, panels, portrait, loaded, event, files }, sampled };
  } finally {
    await session.close();
  }
}

/** The customer table's own attributes first, then computed ones at random. */
function chooseConditionAttributes(shown, columns, random) {
  const fitting = shown.filter(
    ({ id, stats }) => columns.get(id).kind !== 'present' && stats.present > 0 && stats.distinct !== 1,
  );
  const own = fitting.filter(({ origin }) => origin.kind === 'source');
  const computed = fitting.filter(({ origin }) => origin.kind === 'computed');
  const chosen = [...own, ...sample(computed, MOST_CONDITION_ATTRIBUTES, random)].slice(0, MOST_CONDITION_ATTRIBUTES);
  return chosen.map(({ id }) => columns.get(id));
}

/** Eleven panels of categories and booleans with few values, and the one with most values (the last product bought: 3,000). */
function choosePanels(shown) {
  const listed = shown.filter(({ type, stats }) => (type === 'category' || type === 'boolean') && stats.present > 0);
  const small = listed.filter(({ stats }) => (stats.distinct ?? 2) < LARGE_PANEL_VALUES);
  const large = listed.filter(({ stats }) => (stats.distinct ?? 2) >= LARGE_PANEL_VALUES);
  const named = large.find(({ id }) => id === 'last_purchase_product_all') ?? large[0];
  return [...small.slice(0, named === undefined ? PANELS : PANELS - 1), ...(named === undefined ? [] : [named])].map(
    ({ id }) => id,
  );
}

function sample(list, size, random) {
  const left = [...list];
  const taken = [];
  while (taken.length < size && left.length > 0) taken.push(...left.splice(random.int(0, left.length - 1), 1));
  // In the order of the catalog, whatever was drawn first.
  return list.filter((one) => taken.includes(one));
}

/** `fill`: share of the base with a value; `values`: [value, share of the base]; `quantiles`: 201 of the values that are there. */
async function readSpread(session, customers, column, base) {
  const name = quote(column.id);
  if (column.kind === 'code') {
    const rows = await session.query(
      `SELECT toString(${name}) AS v, count() AS n FROM ${customers} WHERE ${name} IS NOT NULL GROUP BY v ORDER BY n DESC, v LIMIT 300`,
    );
    const values = rows.map(({ v, n }) => [v, Number(n) / base]);
    return { fill: values.reduce((sum, [, share]) => sum + share, 0), values };
  }
  const levels = Array.from({ length: 201 }, (_, index) => index / 200);
  const [row] = await session.query(
    `SELECT count(x) AS n, quantilesExactLow(${levels.join(', ')})(assumeNotNull(x)) AS q FROM (SELECT ${wholeSql(column)} AS x FROM ${customers}) WHERE x IS NOT NULL`,
  );
  return { fill: Number(row.n) / base, quantiles: row.q.map(Number) };
}

/**
 * Where a portrait cuts numbers and days when no engine of ours tells: at the same percentiles, but not rounded. By attribute, in
 * whole units and days.
 */
export async function readOwnCuts({ asOfMs, columns, portrait, files }) {
  const cuts = new Map();
  const session = await ChdbSession.open();
  try {
    for (const column of portrait.map((id) => columns.get(id)).filter(({ kind }) => kind === 'whole')) {
      const [row] = await session.query(
        `SELECT min(x) AS least, quantilesExactLow(0.1, 0.25, 0.5, 0.75, 0.9, 0.97)(x) AS q FROM (SELECT assumeNotNull(${wholeSql(column)}) AS x FROM ${fileSql(files.customers)} WHERE ${baseSql(asOfMs)} AND ${quote(column.id)} IS NOT NULL)`,
      );
      cuts.set(
        column.id,
        [...new Set(row.q.map(Number))].filter((cut) => cut > Number(row.least)),
      );
    }
    return cuts;
  } finally {
    await session.close();
  }
}

/** ClickHouse's SQL of a number or date of the lake as whole units or days. */
export function wholeSql({ id, type, decimals, bits }) {
  const whole = type === 'date' ? `toInt32(${quote(id)})` : `${quote(id)} * toDecimal128(${10 ** decimals}, 0)`;
  return `CAST(${whole}, 'Nullable(Int${bits})')`;
}

/** The values of some customers, evenly taken: by attribute, text or whole units or days, null where missing. */
async function sampleCustomers(session, customers, columns, base) {
  const values = columns.map((column) => (column.kind === 'code' ? `toString(${quote(column.id)})` : wholeSql(column)));
  const every = Math.ceil(base / SAMPLED_CUSTOMERS);
  const rows = await session.query(
    `SELECT ${values.map((sql, place) => `${sql} AS v${place}`).join(', ')} FROM ${customers} WHERE _ordinal % ${every} = 0`,
  );
  const read = ({ kind }, value) => (value === null || kind === 'code' ? value : Number(value));
  return new Map(columns.map((column, place) => [column.id, rows.map((row) => read(column, row[`v${place}`]))]));
}

/** The event that "average order" and "sum over all time" are about: with occasions if any has, then the one with most rows. */
async function describeEvent(session, snapshot) {
  const { catalog, asOfMs } = snapshot;
  const fitting = catalog.events.filter(({ fields, rows }) => rows > 0 && fields.some(({ type }) => type === 'number'));
  const event = fitting.toSorted((a, b) => Number(b.hasOccasion) - Number(a.hasOccasion) || b.rows - a.rows)[0];
  if (event === undefined) return null;
  const columns = describeColumns(event.fields);
  const amount = event.fields.find(({ type }) => type === 'number');
  const filter =
    event.fields.find(({ type, stats }) => type === 'category' && stats.distinct > 1 && stats.distinct <= 100) ?? null;
  const rows = `(SELECT _ordinal, _at_ms, _occasion, ${wholeSql(columns.get(amount.id))} AS amount FROM ${fileSql(snapshot.events.get(event.id).files)} WHERE _at_ms < ${asOfMs})`;
  const number = event.hasOccasion ? 'uniqExact(_occasion)' : 'count()';
  const quantiles = async (value, sinceMs) => {
    const [row] = await session.query(
      `SELECT quantiles(${Array.from({ length: 99 }, (_, index) => (index + 1) / 100).join(', ')})(v) AS q FROM (SELECT toFloat64(${value}) AS v FROM ${rows} WHERE _at_ms >= ${sinceMs} AND _ordinal % ${Math.ceil(event.customers / 200_000)} = 0 GROUP BY _ordinal)`,
    );
    return row.q.map(Number);
  };
  const windows = WINDOW_DAYS.map((days) => [
    days,
    resolveEventWindow({ kind: 'last', n: days, unit: 'day' }, asOfMs, catalog.timeZone).startMs,
  ]);
  const filterRows =
    filter === null
      ? []
      : await session.query(
          `SELECT ${quote(filter.id)} AS v FROM ${fileSql(snapshot.events.get(event.id).files)} WHERE v IS NOT NULL GROUP BY v ORDER BY count() DESC, v LIMIT 20`,
        );
  return {
    id: event.id,
    rows: event.rows,
    hasOccasion: event.hasOccasion,
    amountField: amount.id,
    amount: columns.get(amount.id),
    decimals: amount.decimals,
    filterField: filter?.id ?? null,
    filterValues: filterRows.map(({ v }) => v),
    /** First instant (ms) of the last n days. */
    startsMs: Object.fromEntries(windows),
    averages: await quantiles(`sum(amount) / ${number}`, asOfMs - 90 * DAY_MS),
    sums: await quantiles('sum(amount)', 0),
  };
}
