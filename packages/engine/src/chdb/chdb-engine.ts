import { ChdbSession, type ChdbSessionOptions, type QueryParameters } from '@silhouette/lake';
import type { AttributeId, ResolvedPredicate } from '@silhouette/model';
import type {
  AudienceEngine,
  AudienceSize,
  MemberRow,
  MembersPage,
  PanelData,
  PortraitData,
  Question,
  Versus,
} from '../audience-engine.ts';
import { compileAudience } from '../sql/compile-audience.ts';
import { compileCount } from '../sql/compile-count.ts';
import { writeSettings } from '../sql/write-settings.ts';
import { countOverlaps } from './count-overlaps.ts';
import { formatMemberValue, writeMemberValue } from './member-value.ts';
import { PanelReader } from './panel-reader.ts';
import { PortraitReader } from './portrait-reader.ts';
import { requireAttribute } from './require-attribute.ts';

/**
 * Answers by ClickHouse inside the process, over the lake's Parquet files. Holds no state but the distribution of
 * everyone (per snapshot, as-of and attribute). May be asked many things at once.
 */
export class ChdbEngine implements AudienceEngine {
  readonly name = 'chdb';
  readonly #session: ChdbSession;
  readonly #ownsSession: boolean;
  readonly #panels: PanelReader;
  readonly #portraits: PortraitReader;

  /** An engine on a session that others use too; `close` leaves it open. */
  constructor(session: ChdbSession, ownsSession = false) {
    this.#session = session;
    this.#ownsSession = ownsSession;
    this.#panels = new PanelReader(session);
    this.#portraits = new PortraitReader(session);
  }

  /** An engine with a session of its own, which `close` closes. @throws engine-failed */
  static async open(options: ChdbSessionOptions = {}): Promise<ChdbEngine> {
    return new ChdbEngine(await ChdbSession.open(options), true);
  }

  async count(question: Question): Promise<AudienceSize> {
    const { sql, parameters } = compileCount(question);
    const [row] = await this.#session.query<{ base: string; count: string }>(sql, parameters);
    return { count: Number(row?.count ?? 0), base: Number(row?.base ?? 0) };
  }

  async panels(
    question: Question,
    attributes: readonly AttributeId[],
  ): Promise<AudienceSize & { readonly panels: readonly PanelData[] }> {
    if (attributes.length === 0) return { ...(await this.count(question)), panels: [] };
    return this.#panels.read(question, attributes);
  }

  async members(question: Question, page: MembersPage): Promise<readonly MemberRow[]> {
    const attributes = page.attributes.map((id) => requireAttribute(question.snapshot.catalog, id));
    const audience = compileAudience(question);
    const values = attributes.map((attribute, index) => `, ${writeMemberValue(attribute, 'm')} AS v${index}`);
    const after = page.afterKey === null ? '' : ' AND m._key > {after:String}';
    const sql = [
      `SELECT m._key AS key${values.join('')}`,
      `FROM (${audience.writeCustomers([...new Set(page.attributes)])}) AS m`,
      `WHERE m._hit = 1${after} ORDER BY m._key LIMIT {limit:UInt64}`,
      writeSettings(audience),
    ].join('\n');
    const parameters: QueryParameters = {
      ...audience.parameters,
      limit: page.limit,
      ...(page.afterKey === null ? {} : { after: page.afterKey }),
    };
    const rows = await this.#session.query<Record<string, unknown>>(sql, parameters);
    return rows.map((row) => ({
      key: String(row.key),
      values: attributes.map((attribute, index) => formatMemberValue(attribute, row[`v${index}`])),
    }));
  }

  async *memberKeys(question: Question): AsyncIterable<readonly string[]> {
    const audience = compileAudience(question);
    const sql = `SELECT m._key AS key\nFROM (${audience.writeCustomers([])}) AS m\nWHERE m._hit = 1 ORDER BY m._key\n${writeSettings(audience)}`;
    const decoder = new TextDecoder();
    for await (const chunk of this.#session.stream(sql, audience.parameters, 'JSONCompactEachRow')) {
      const lines = decoder.decode(chunk).trimEnd().split('\n');
      // Each line is a row of one column, the key.
      yield lines.map((line) => (JSON.parse(line) as [string])[0]);
    }
  }

  async *memberOrdinals(question: Question): AsyncIterable<Uint32Array> {
    const audience = compileAudience(question);
    const sql = `SELECT CAST(m._ordinal AS UInt32)\nFROM (${audience.writeCustomers([])}) AS m\nWHERE m._hit = 1\n${writeSettings(audience)}`;
    // A row is its four bytes, lowest first, as every machine that ClickHouse runs on keeps them.
    for await (const chunk of this.#session.stream(sql, audience.parameters, 'RowBinary')) {
      yield new Uint32Array(new Uint8Array(chunk).buffer);
    }
  }

  async portraits(
    scope: Omit<Question, 'predicate'>,
    predicates: readonly ResolvedPredicate[],
    versus: ResolvedPredicate,
    attributes: readonly AttributeId[],
  ): Promise<readonly PortraitData[]> {
    const portraits: PortraitData[] = [];
    for (const predicate of predicates) {
      portraits.push(await this.portrait({ ...scope, predicate }, { kind: 'audience', predicate: versus }, attributes));
    }
    return portraits;
  }

  portrait(question: Question, versus: Versus, attributes: readonly AttributeId[]): Promise<PortraitData> {
    return this.#portraits.read(question, versus, attributes);
  }

  overlaps(
    question: Omit<Question, 'predicate'>,
    predicates: readonly ResolvedPredicate[],
  ): Promise<readonly (readonly number[])[]> {
    return countOverlaps(this.#session, question, predicates);
  }

  async close(): Promise<void> {
    this.#panels.clear();
    this.#portraits.clear();
    if (this.#ownsSession) await this.#session.close();
  }
}
