import { randomUUID } from 'node:crypto';
import { type ChdbSession, quoteIdentifier, type Snapshot } from '@silhouette/lake';
import { type Attribute, type AttributeId, assertNever, type TimeZone } from '@silhouette/model';
import type { AttributePortrait, PortraitData, Question, Versus } from '../audience-engine.ts';
import { compileAudience } from '../sql/compile-audience.ts';
import { nameParquetTables } from '../sql/table-names.ts';
import { writeSettings } from '../sql/write-settings.ts';
import { nameScope } from './name-scope.ts';
import { hasValues, splitBins, writeBinStarts, writePresent, writeValues } from './panel-plan.ts';
import { type Cuts, readPortraitCuts, toBins } from './portrait-cuts.ts';
import { RecentlyUsed } from './recently-used.ts';
import { requireAttribute } from './require-attribute.ts';

const MAX_SCOPES = 16;
/** Attributes of one statement: each has up to some twenty columns of it, or a scan of its own. */
const ATTRIBUTES_PER_STATEMENT = 40;
/** The three groups that are counted, over the columns of the table of groups. */
const GROUPS = ['g.hit = 1', 'g.versus = 1', 'g.hit = 1 AND g.versus = 1'] as const;

/**
 * Reads portraits: who belongs to which group is written once to a table in memory, and the attributes' columns are
 * joined with it, some at a time. Cuts are read once per snapshot, scope and attribute.
 */
export class PortraitReader {
  readonly #session: ChdbSession;
  readonly #cuts = new RecentlyUsed<Map<string, Cuts>>(MAX_SCOPES);

  constructor(session: ChdbSession) {
    this.#session = session;
  }

  /** Both groups beside each other, attribute by attribute in the order asked. @throws unknown-attribute */
  async read(question: Question, versus: Versus, ids: readonly AttributeId[]): Promise<PortraitData> {
    const { snapshot } = question;
    const attributes = [...new Set(ids)].map((id) => requireAttribute(snapshot.catalog, id));
    const cuts = await this.#readCuts(question, attributes);
    return this.#withGroups(question, versus, async (table) => {
      const [size] = await this.#session.query(
        `SELECT count() AS base, ${GROUPS.map((group, index) => `countIf(${group}) AS c${index}`).join(', ')} FROM ${table} AS g`,
      );
      const found = new Map<string, AttributePortrait>();
      for (let start = 0; start < attributes.length; start += ATTRIBUTES_PER_STATEMENT) {
        const part = attributes.slice(start, start + ATTRIBUTES_PER_STATEMENT);
        for (const portrait of await this.#readPart(snapshot, part, table, cuts)) found.set(portrait.attribute, portrait);
      }
      return {
        base: Number(size?.base ?? 0),
        count: Number(size?.c0 ?? 0),
        versusCount: Number(size?.c1 ?? 0),
        bothCount: Number(size?.c2 ?? 0),
        attributes: ids.flatMap((id) => found.get(id) ?? []),
      };
    });
  }

  /** Forgets everything. */
  clear(): void {
    this.#cuts.clear();
  }

  async #readCuts({ snapshot, scope }: Question, attributes: readonly Attribute[]): Promise<ReadonlyMap<string, Cuts>> {
    const known = this.#cuts.find(nameScope(snapshot, scope), () => new Map<string, Cuts>());
    const missing = attributes.filter(({ id }) => !known.has(id));
    for (let start = 0; start < missing.length; start += ATTRIBUTES_PER_STATEMENT) {
      const part = missing.slice(start, start + ATTRIBUTES_PER_STATEMENT);
      for (const [id, cuts] of await readPortraitCuts(this.#session, snapshot, scope, part)) known.set(id, cuts);
    }
    return known;
  }

  /** Runs a task on a table of the base: `ordinal`, `hit` and `versus` (0 or 1). It goes when the task ends. */
  async #withGroups<T>(question: Question, versus: Versus, task: (table: string) => Promise<T>): Promise<T> {
    const name = `portrait_${randomUUID().replaceAll('-', '')}`;
    const [own, other] = [`${name}_own`, `${name}_other`];
    try {
      switch (versus.kind) {
        case 'everyone':
        case 'rest':
          await this.#writeMembers(name, question, versus.kind === 'rest' ? '1 - m._hit' : '1');
          break;
        case 'audience':
          await this.#writeMembers(own, question, '0');
          await this.#writeMembers(other, { ...question, predicate: versus.predicate }, '0');
          await this.#session.execute(
            `CREATE TABLE ${name} ENGINE = Memory AS SELECT a.ordinal AS ordinal, a.hit AS hit, b.hit AS versus FROM ${own} AS a INNER JOIN ${other} AS b ON a.ordinal = b.ordinal`,
          );
          break;
        default:
          assertNever(versus);
      }
      return await task(name);
    } finally {
      for (const table of [name, own, other]) await this.#session.execute(`DROP TABLE IF EXISTS ${table}`);
    }
  }

  async #writeMembers(table: string, question: Question, versus: string): Promise<void> {
    const audience = compileAudience(question);
    await this.#session.execute(
      `CREATE TABLE ${table} ENGINE = Memory AS SELECT m._ordinal AS ordinal, m._hit AS hit, toUInt8(${versus}) AS versus\nFROM (${audience.writeCustomers([])}) AS m\n${writeSettings(audience)}`,
      audience.parameters,
    );
  }

  async #readPart(
    snapshot: Snapshot,
    attributes: readonly Attribute[],
    groups: string,
    cuts: ReadonlyMap<string, Cuts>,
  ): Promise<readonly AttributePortrait[]> {
    const zone = snapshot.catalog.timeZone;
    const join = (part: readonly Attribute[]): string =>
      `${nameParquetTables(snapshot).customers(part.map(({ id }) => id))} AS c INNER JOIN ${groups} AS g ON c._ordinal = g.ordinal`;
    const [row] = await this.#session.query(
      `SELECT ${attributes.map((attribute, index) => writeCounts(attribute, cuts.get(attribute.id) ?? null, zone, index)).join(', ')}\nFROM ${join(attributes)}\n${writeSettings()}`,
    );
    const listed = attributes.filter(hasValues);
    const statements = listed.map((attribute) => {
      const column = writeColumn(attribute);
      const counts = GROUPS.map((group, index) => `countIf(${group}) AS c${index}`).join(', ');
      return `SELECT toUInt32(${attributes.indexOf(attribute)}) AS panel, ${writeValues(attribute, column)} AS value, ${counts} FROM ${join([attribute])} WHERE ${writePresent(attribute, column)} GROUP BY value`;
    });
    const values =
      statements.length === 0
        ? []
        : await this.#session.query(`SELECT * FROM (${statements.join('\nUNION ALL\n')})\n${writeSettings()}`);
    return attributes.map((attribute, index) =>
      buildPortrait(
        attribute,
        cuts.get(attribute.id) ?? null,
        row?.[`a${index}`],
        values.filter(({ panel }) => Number(panel) === index),
      ),
    );
  }
}

function writeColumn({ id }: Attribute): string {
  return `c.${quoteIdentifier(id)}`;
}

/** An array for each group: customers with a value, then those with one from each cut on. */
function writeCounts(attribute: Attribute, cuts: Cuts, zone: TimeZone, index: number): string {
  const column = writeColumn(attribute);
  const conditions = [writePresent(attribute, column), ...writeBinStarts(attribute, column, toBins(cuts), zone)];
  const counts = GROUPS.map((group) => `[${conditions.map((one) => `countIf((${one}) AND ${group})`).join(', ')}]`);
  return `[${counts.join(', ')}] AS a${index}`;
}

function buildPortrait(
  attribute: Attribute,
  cuts: Cuts,
  counted: unknown,
  values: readonly Record<string, unknown>[],
): AttributePortrait {
  // Three lists of counts, as writeCounts asks for them.
  const groups = Array.isArray(counted) ? counted.map((list) => (Array.isArray(list) ? list.map(Number) : [])) : [];
  const [own, other, both] = [groups[0] ?? [], groups[1] ?? [], groups[2] ?? []];
  const present = { present: own[0] ?? 0, versusPresent: other[0] ?? 0, bothPresent: both[0] ?? 0 };
  switch (attribute.type) {
    case 'category':
    case 'boolean':
    case 'tags': {
      const count = (name: string): number[] => values.map((row) => Number(row[name]));
      return {
        ...{ attribute: attribute.id, parts: { kind: 'values', values: values.map(({ value }) => String(value)) } },
        ...present,
        ...{ counts: count('c0'), versusCounts: count('c1'), bothCounts: count('c2') },
      };
    }
    case 'number':
    case 'date':
    case 'datetime': {
      const split = ([all = 0, ...starts]: readonly number[]): number[] => (cuts === null ? [] : splitBins(all, starts));
      const none: AttributePortrait['parts'] =
        attribute.type === 'number' ? { kind: 'numbers', cuts: [] } : { kind: 'days', cuts: [] };
      return {
        ...{ attribute: attribute.id, parts: cuts ?? none },
        ...present,
        ...{ counts: split(own), versusCounts: split(other), bothCounts: split(both) },
      };
    }
    case 'text':
      return {
        ...{ attribute: attribute.id, parts: { kind: 'presence' } },
        ...present,
        ...{ counts: [], versusCounts: [], bothCounts: [] },
      };
    default:
      return assertNever(attribute.type);
  }
}
