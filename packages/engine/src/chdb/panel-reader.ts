import { randomUUID } from 'node:crypto';
import { type ChdbSession, quoteIdentifier, type Snapshot } from '@silhouette/lake';
import { type Attribute, type AttributeId, chooseNumberBins, normaliseDecimal, parseDecimal } from '@silhouette/model';
import type { AudienceSize, PanelData, Question, ValuesPanelData } from '../audience-engine.ts';
import { chooseDateBins } from '../panel/choose-date-bins.ts';
import { Bindings } from '../sql/bindings.ts';
import { compileAudience } from '../sql/compile-audience.ts';
import { writeSettings } from '../sql/write-settings.ts';
import { buildPanel } from './build-panel.ts';
import { nameScope } from './name-scope.ts';
import { type Bins, readDay, writeOrdered, writePercentiles } from './panel-plan.ts';
import { type Distribution, type Relation, readDistributions } from './read-distribution.ts';
import { RecentlyUsed } from './recently-used.ts';
import { requireAttribute } from './require-attribute.ts';

/** Everyone at one as-of of one snapshot: what members are compared with. */
interface BaseKnowledge {
  count: number | null;
  readonly distributions: Map<string, Distribution>;
}

const MAX_SCOPES = 16;
const MAX_BASES = 8;

/**
 * Reads panels. The members' values are gathered once into a table in memory and described from there; what everyone
 * is like is read once per snapshot, as-of and attribute, the bins once per snapshot, scope and attribute.
 */
export class PanelReader {
  readonly #session: ChdbSession;
  readonly #bins = new RecentlyUsed<Map<string, Bins>>(MAX_SCOPES);
  readonly #bases = new RecentlyUsed<BaseKnowledge>(MAX_BASES);

  constructor(session: ChdbSession) {
    this.#session = session;
  }

  /** Members, base, and a panel for each attribute in the order asked. @throws unknown-attribute */
  async read(
    question: Question,
    ids: readonly AttributeId[],
  ): Promise<AudienceSize & { readonly panels: readonly PanelData[] }> {
    const { catalog } = question.snapshot;
    const attributes = [...new Set(ids)].map((id) => requireAttribute(catalog, id));
    const bins = await this.#readBins(question, attributes);
    const base = await this.#readBase(question, attributes, bins);
    return this.#withMembers(question, attributes, async (members, count) => {
      const found = await readDistributions(this.#session, members, attributes, bins, catalog.timeZone);
      const panels: PanelData[] = [];
      for (const id of ids) {
        const attribute = requireAttribute(catalog, id);
        const [own, everyone] = [expectDistribution(found, id), expectDistribution(base.distributions, id)];
        const panel = buildPanel(attribute, count, own, everyone, bins.get(id) ?? { kind: 'none' });
        panels.push(panel.kind === 'values' ? await this.#countOthers(question, attribute, panel, members, everyone) : panel);
      }
      return { count, base: base.count ?? 0, panels };
    });
  }

  /** Forgets everything. */
  clear(): void {
    this.#bins.clear();
    this.#bases.clear();
  }

  async #readBins({ snapshot, scope }: Question, attributes: readonly Attribute[]): Promise<ReadonlyMap<string, Bins>> {
    const known = this.#bins.find(nameScope(snapshot, scope), () => new Map<string, Bins>());
    const missing = attributes.filter(({ id }) => !known.has(id));
    for (const { id } of missing.filter((attribute) => writeOrdered(attribute, '') === null)) known.set(id, { kind: 'none' });
    const ordered = missing.filter(({ id }) => !known.has(id));
    if (ordered.length === 0) return known;
    // Chosen over everyone (of the scope) at the snapshot's own as-of, so that they stay the same whatever is asked.
    const relation = nameEveryone({ snapshot, asOfMs: snapshot.asOfMs, scope }, ordered);
    const columns = ordered.flatMap((attribute, index) => {
      const [low, high] = writePercentiles(writeOrdered(attribute, relation.column(attribute)) ?? '');
      return [`${low} AS low${index}`, `${high} AS high${index}`];
    });
    const [row] = await this.#session.query(
      `SELECT ${columns.join(', ')}\nFROM ${relation.from}\n${writeSettings()}`,
      relation.parameters,
    );
    ordered.forEach((attribute, index) => {
      known.set(attribute.id, chooseBins(attribute, row?.[`low${index}`], row?.[`high${index}`], snapshot));
    });
    return known;
  }

  async #readBase(
    question: Question,
    attributes: readonly Attribute[],
    bins: ReadonlyMap<string, Bins>,
  ): Promise<BaseKnowledge> {
    const { snapshot, asOfMs, scope } = question;
    const key = nameScope(snapshot, scope, asOfMs);
    const known = this.#bases.find(key, () => ({ count: null, distributions: new Map() }));
    const missing = attributes.filter(({ id }) => !known.distributions.has(id));
    const relation = nameEveryone(question, missing);
    if (known.count === null) {
      const [row] = await this.#session.query(
        `SELECT count() AS customers FROM ${relation.from}\n${writeSettings()}`,
        relation.parameters,
      );
      known.count = Number(row?.customers ?? 0);
    }
    const found = await readDistributions(this.#session, relation, missing, bins, snapshot.catalog.timeZone);
    for (const [id, distribution] of found) known.distributions.set(id, distribution);
    return known;
  }

  /** Runs a task on a table of the members' values, which goes when it ends. */
  async #withMembers<T>(
    question: Question,
    attributes: readonly Attribute[],
    task: (members: Relation, count: number) => Promise<T>,
  ): Promise<T> {
    const audience = compileAudience(question);
    const table = `members_${randomUUID().replaceAll('-', '')}`;
    const places = new Map(attributes.map(({ id }, index) => [id, `v${index}`]));
    const values = attributes.map(({ id }) => `m.${quoteIdentifier(id)} AS ${places.get(id)}`);
    const customers = audience.writeCustomers(attributes.map(({ id }) => id));
    try {
      await this.#session.execute(
        `CREATE TABLE ${table} ENGINE = Memory AS SELECT ${values.join(', ')}\nFROM (${customers}) AS m\nWHERE m._hit = 1\n${writeSettings(audience)}`,
        audience.parameters,
      );
      const [row] = await this.#session.query(`SELECT count() AS members FROM ${table}`);
      const column = ({ id }: Attribute): string => `t.${places.get(id)}`;
      return await task({ from: `${table} AS t`, parameters: {}, column }, Number(row?.members ?? 0));
    } finally {
      await this.#session.execute(`DROP TABLE IF EXISTS ${table}`);
    }
  }

  /** A customer may have several tags, listed and not: who has one that is not listed is asked of the rows. */
  async #countOthers(
    question: Question,
    attribute: Attribute,
    panel: ValuesPanelData,
    members: Relation,
    everyone: Distribution,
  ): Promise<ValuesPanelData> {
    const listed = new Set(panel.values.map(({ value }) => value));
    if (attribute.type !== 'tags' || [...everyone.values.keys()].every((value) => listed.has(value))) return panel;
    const count = async (relation: Relation): Promise<number> => {
      const bindings = new Bindings('listed');
      const list = `SELECT arrayJoin(${bindings.bindList('String', [...listed])})`;
      const [row] = await this.#session.query(
        `SELECT countIf(arrayExists(tag -> tag NOT IN (${list}), ${relation.column(attribute)})) AS customers FROM ${relation.from}\n${writeSettings()}`,
        { ...relation.parameters, ...bindings.parameters },
      );
      return Number(row?.customers ?? 0);
    };
    const [other, otherBase] = await Promise.all([count(members), count(nameEveryone(question, [attribute]))]);
    return { ...panel, other, otherBase };
  }
}

function nameEveryone(question: Omit<Question, 'predicate'>, attributes: readonly Attribute[]): Relation {
  const audience = compileAudience({ ...question, predicate: { kind: 'all', children: [] } });
  return {
    from: `(${audience.writeCustomers(attributes.map(({ id }) => id))}) AS b`,
    parameters: audience.parameters,
    column: ({ id }) => `b.${quoteIdentifier(id)}`,
  };
}

function chooseBins(attribute: Attribute, low: unknown, high: unknown, { catalog }: Snapshot): Bins {
  if (low === null || low === undefined || high === null || high === undefined) return { kind: 'none' };
  if (attribute.type === 'number') {
    return {
      kind: 'number',
      bins: chooseNumberBins(readUnits(low, attribute), readUnits(high, attribute), attribute.decimals),
    };
  }
  const day = (value: unknown): number => readDay(attribute, Number(value), catalog.timeZone);
  return { kind: 'date', bins: chooseDateBins(day(low), day(high)) };
}

function readUnits(value: unknown, { decimals }: Attribute): bigint {
  const decimal = parseDecimal(String(value)) ?? normaliseDecimal(0n, 0);
  return decimal.units * 10n ** BigInt(decimals - decimal.scale);
}

function expectDistribution(distributions: ReadonlyMap<string, Distribution>, id: string): Distribution {
  const found = distributions.get(id);
  if (found === undefined) throw new TypeError(`No distribution of "${id}" was read.`);
  return found;
}
