import { ChdbSession, type ChdbSessionOptions, type Snapshot } from '@silhouette/lake';
import {
  type Attribute,
  type AttributeId,
  assertNever,
  findAttribute,
  type ResolvedPredicate,
  SilhouetteError,
} from '@silhouette/model';
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
import { compareCodePoints } from '../panel/compare-code-points.ts';
import { buildPanel } from './build-panel.ts';
import { buildAttributePortrait } from './build-portrait.ts';
import { formatValue } from './column.ts';
import type { ReferenceData } from './reference-data.ts';
import { type CustomerMask, selectMembers, selectScope } from './select-members.ts';
import { SnapshotReferenceData } from './snapshot-reference-data.ts';

const KEYS_PER_CHUNK = 10_000;

/**
 * The meaning of every condition: plain TypeScript over rows, slow and obviously right. Every other engine is held
 * against it.
 */
export class ReferenceEngine implements AudienceEngine {
  readonly name = 'reference';
  readonly #open: (snapshot: Snapshot) => Promise<ReferenceData>;
  #last:
    | (Pick<Question, 'asOfMs' | 'predicate' | 'scope'> & {
        readonly snapshotId: string;
        readonly selection: Promise<Selection>;
      })
    | null = null;
  #current: { readonly id: string; readonly data: Promise<ReferenceData> } | null = null;

  readonly #whenClosed: () => Promise<void>;

  /** `open` gives the rows of a snapshot; those of the last one asked about are kept. `whenClosed` runs at the end. */
  constructor(open: (snapshot: Snapshot) => Promise<ReferenceData>, whenClosed: () => Promise<void> = async () => {}) {
    this.#open = open;
    this.#whenClosed = whenClosed;
  }

  /** An engine that reads snapshots through a session that others use too; `close` leaves it open. */
  static on(session: ChdbSession): ReferenceEngine {
    return new ReferenceEngine(async (snapshot) => new SnapshotReferenceData(session, snapshot));
  }

  /** An engine with a session of its own, which `close` closes. @throws engine-failed */
  static async open(options: ChdbSessionOptions = {}): Promise<ReferenceEngine> {
    const session = await ChdbSession.open(options);
    return new ReferenceEngine(
      async (snapshot) => new SnapshotReferenceData(session, snapshot),
      () => session.close(),
    );
  }

  async count(question: Question): Promise<AudienceSize> {
    const { base, members } = await this.#select(question);
    return { count: countOnes(members), base: countOnes(base) };
  }

  async panels(
    question: Question,
    attributes: readonly AttributeId[],
  ): Promise<AudienceSize & { readonly panels: readonly PanelData[] }> {
    const { data, base, members } = await this.#select(question);
    const panels: PanelData[] = [];
    const binBase = await selectScope(data, data.asOfMs, question.scope);
    for (const attribute of attributes) panels.push(await buildPanel(data, attribute, { members, base, binBase }));
    return { count: countOnes(members), base: countOnes(base), panels };
  }

  async members(question: Question, page: MembersPage): Promise<readonly MemberRow[]> {
    const { data, members } = await this.#select(question);
    const attributes = page.attributes.map((id) => requireAttribute(data, id));
    const columns = await Promise.all(attributes.map((attribute) => data.attribute(attribute.id)));
    const { afterKey } = page;
    return (await listMembers(data, members))
      .filter(({ key }) => afterKey === null || compareCodePoints(key, afterKey) > 0)
      .slice(0, page.limit)
      .map(({ key, customer }) => ({ key, values: columns.map((column) => formatValue(column, customer)) }));
  }

  async *memberKeys(question: Question): AsyncIterable<readonly string[]> {
    const { data, members } = await this.#select(question);
    const keys = (await listMembers(data, members)).map(({ key }) => key);
    for (let start = 0; start < keys.length; start += KEYS_PER_CHUNK) yield keys.slice(start, start + KEYS_PER_CHUNK);
  }

  async *memberOrdinals(question: Question): AsyncIterable<Uint32Array> {
    const { data, members } = await this.#select(question);
    const { ordinals } = await data.customers();
    yield ordinals.filter((_, customer) => members[customer] === 1);
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

  async portrait(question: Question, versus: Versus, attributes: readonly AttributeId[]): Promise<PortraitData> {
    const { data, base, members } = await this.#select(question);
    const compared = await this.#selectVersus(versus, question, { data, base, members });
    const groups = { members, versus: compared, cutBase: await selectScope(data, data.asOfMs, question.scope) };
    const portraits = [];
    for (const id of attributes) {
      const column = await data.attribute(id);
      portraits.push(buildAttributePortrait(requireAttribute(data, id), column, data.catalog.timeZone, groups));
    }
    return {
      count: countOnes(members),
      base: countOnes(base),
      versusCount: countOnes(compared),
      bothCount: countOnes(intersect(members, compared)),
      attributes: portraits,
    };
  }

  async overlaps(
    { snapshot, asOfMs, scope }: Omit<Question, 'predicate'>,
    predicates: readonly ResolvedPredicate[],
  ): Promise<readonly (readonly number[])[]> {
    const data = await this.#dataOf(snapshot);
    const base = await selectScope(data, asOfMs, scope);
    const groups: CustomerMask[] = [];
    for (const predicate of predicates) groups.push(await selectMembers(data, predicate, asOfMs, base));
    return groups.map((one) => groups.map((other) => countOnes(intersect(one, other))));
  }

  async close(): Promise<void> {
    this.#current = null;
    this.#last = null;
    await this.#whenClosed();
  }

  /** Count, panels and members of one question come one after the other: the last selection is kept. */
  #select(question: Question): Promise<Selection> {
    const { snapshot, asOfMs, predicate, scope } = question;
    const last = this.#last;
    const isLast = last?.snapshotId === snapshot.id && last.asOfMs === asOfMs && last.predicate === predicate;
    if (isLast && last.scope === scope) return last.selection;
    const selection = this.#selectAnew(question);
    this.#last = { snapshotId: snapshot.id, asOfMs, predicate, scope, selection };
    return selection;
  }

  async #selectAnew(question: Question): Promise<Selection> {
    const data = await this.#dataOf(question.snapshot);
    const base = await selectScope(data, question.asOfMs, question.scope);
    return { data, base, members: await selectMembers(data, question.predicate, question.asOfMs, base) };
  }

  async #selectVersus(versus: Versus, { asOfMs }: Question, { data, base, members }: Selection): Promise<CustomerMask> {
    switch (versus.kind) {
      case 'everyone':
        return base;
      case 'rest':
        return base.map((bit, customer) => Number(bit === 1 && members[customer] === 0));
      case 'audience':
        return selectMembers(data, versus.predicate, asOfMs, base);
      default:
        return assertNever(versus);
    }
  }

  #dataOf(snapshot: Snapshot): Promise<ReferenceData> {
    if (this.#current?.id !== snapshot.id) this.#current = { id: snapshot.id, data: this.#open(snapshot) };
    return this.#current.data;
  }
}

interface Selection {
  readonly data: ReferenceData;
  readonly base: CustomerMask;
  readonly members: CustomerMask;
}

function requireAttribute(data: ReferenceData, id: AttributeId): Attribute {
  const attribute = findAttribute(data.catalog, id);
  if (attribute !== undefined) return attribute;
  throw SilhouetteError.of('unknown-attribute', `There is no attribute "${id}"; ask for one that the catalog lists.`);
}

function countOnes(mask: CustomerMask): number {
  return mask.reduce((sum, bit) => sum + bit, 0);
}

function intersect(one: CustomerMask, other: CustomerMask): CustomerMask {
  return one.map((bit, customer) => Number(bit === 1 && other[customer] === 1));
}

/** Members in the order of their keys. */
async function listMembers(data: ReferenceData, members: CustomerMask): Promise<{ key: string; customer: number }[]> {
  const { keys } = await data.customers();
  const listed: { key: string; customer: number }[] = [];
  keys.forEach((key, customer) => {
    if (members[customer] === 1) listed.push({ key, customer });
  });
  return listed.sort((a, b) => compareCodePoints(a.key, b.key));
}
