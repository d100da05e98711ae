import type { Snapshot } from '@silhouette/lake';
import {
  type AttributeId,
  assertNever,
  type EventId,
  findAttribute,
  findEvent,
  formatDay,
  formatDecimal,
  type Literal,
  type MemberValue,
  measureWords,
  type Note,
  type Predicate,
  roundDecimal,
  type SentenceContext,
  SilhouetteError,
  type ValueWords,
  type WhyAnswer,
  type WhyNeed,
  type WhyNode,
  writeConditionSentence,
  writeNeedSentence,
  writeSentence,
  writeValueText,
} from '@silhouette/model';
import { collectNotes } from '../answer/collect-notes.ts';
import { type PreparedQuestion, sentenceContextOf } from '../answer/prepare-question.ts';
import type { ValueLists } from '../answer/value-lists.ts';
import type { CustomerNeeds } from '../reference/open-customer.ts';
import type { ReferenceData } from '../reference/reference-data.ts';
import { findMasked, maskOwnValue } from '../view/mask-own-value.ts';
import { findFlip } from './find-flip.ts';
import { findAttributeNeed, findEventNeed } from './find-need.ts';
import { type Judged, type Judgement, judgeCustomer } from './judge-customer.ts';

/** Gives the rows of a customer by key; null for a key that the snapshot does not know. */
export type CustomerOpener = (
  key: string,
  needs: CustomerNeeds,
) => Promise<{ readonly data: ReferenceData; readonly customer: number } | null>;

/** What values are told by; the snapshot's view says which are masked. */
interface WhyContext extends SentenceContext {
  readonly snapshot: Snapshot;
}

/** Decimals of an average in words, beyond those that its field has. */
const AVERAGE_WORDS_DECIMALS = 2;

/**
 * Why one customer is in a group or is not: every condition's verdict with the customer's own value, and the fewest conditions
 * whose verdicts would have to change. By the reference evaluator, over this customer's rows.
 */
export async function explainMembership(
  open: CustomerOpener,
  lists: ValueLists,
  prepared: PreparedQuestion,
  key: string,
): Promise<WhyAnswer> {
  const startedAtMs = performance.now();
  const { question, hash, audiences } = prepared;
  const { snapshot, asOfMs, predicate, signal } = question;
  const context: WhyContext = { ...sentenceContextOf(prepared), snapshot };
  const [opened, notes] = await Promise.all([open(key, listNeeds(predicate)), collectNotes(lists, prepared)]);
  const judged = opened === null ? null : await judgeCustomer(opened.data, opened.customer, predicate, asOfMs, signal);
  return {
    customer: key,
    known: judged !== null,
    inBase: judged?.inBase ?? false,
    member: judged?.root.holds ?? false,
    sentence: writeSentence(prepared.predicate, context),
    nodes: judged?.nodes.map((node) => answerNode(node, context)) ?? [],
    flip: judged === null ? null : answerFlip(judged, context),
    notes: [...notes, ...noteCustomer(key, judged, asOfMs)],
    asOf: new Date(asOfMs).toISOString(),
    snapshot: snapshot.id,
    definition: hash,
    engine: 'reference',
    elapsedMs: performance.now() - startedAtMs,
    ...(audiences.length === 0 ? {} : { audiences: audiences.map(({ id, version }) => ({ id, version })) }),
  };
}

function listNeeds(predicate: Predicate): CustomerNeeds {
  const needs = { attributes: new Set<AttributeId>(), events: new Set<EventId>() };
  const visit = (node: Predicate): void => {
    switch (node.kind) {
      case 'all':
      case 'any':
        node.children.forEach(visit);
        return;
      case 'not':
        visit(node.child);
        return;
      case 'attribute':
        needs.attributes.add(node.attribute);
        return;
      case 'event':
        needs.events.add(node.event);
        return;
      case 'sequence':
        for (const { event } of node.steps) needs.events.add(event);
        return;
      case 'audience':
      case 'customers':
        return;
      default:
        assertNever(node);
    }
  };
  visit(predicate);
  return needs;
}

function answerNode(node: Judged, context: WhyContext): WhyNode {
  const { path, parent, kind, holds, leaf } = node;
  if (kind === 'audience') throw SilhouetteError.of('internal', 'A saved audience was judged before it was replaced.');
  const head = { path, parent, kind, holds };
  if (kind === 'all' || kind === 'any' || kind === 'not') return head;
  const told = { ...head, sentence: writeConditionSentence(node.predicate, context) };
  switch (leaf.kind) {
    case 'attribute':
      return { ...told, value: tellValue(node, leaf.value, context), exact: true, shown: describeValue(node, context) };
    case 'event': {
      const { value, isExact, rows, occasions } = leaf.measured;
      const own = tellValue(node, value, context);
      return { ...told, value: own, exact: isExact, shown: describeValue(node, context), rows, occasions };
    }
    case 'none':
      return told;
    default:
      return assertNever(leaf);
  }
}

function formatOwnValue(value: Literal | readonly string[] | null): MemberValue {
  if (value === null) return null;
  if (isTags(value)) return [...value];
  switch (value.type) {
    case 'text':
    case 'boolean':
      return value.value;
    case 'number':
      return formatDecimal(value.value);
    case 'date':
      return formatDay(value.day);
    case 'instant':
      return new Date(value.atMs).toISOString();
    default:
      return assertNever(value);
  }
}

/** The leaf's value, masked where it is for who asks. */
function tellValue({ predicate }: Judged, value: Literal | readonly string[] | null, { snapshot }: WhyContext): MemberValue {
  const masked = findMasked(predicate, snapshot);
  const own = formatOwnValue(value);
  return masked === null ? own : maskOwnValue(own, masked);
}

/** The leaf's value in words. */
function describeValue(node: Judged, context: WhyContext) {
  const { leaf } = node;
  const own = leaf.kind === 'event' ? leaf.measured.value : leaf.kind === 'attribute' ? leaf.value : null;
  if (own !== null && findMasked(node.predicate, context.snapshot) !== null) {
    const text = [tellValue(node, own, context)].flat().join(', ');
    return { ko: text, en: text };
  }
  const words = wordsOf(node, context);
  if (leaf.kind !== 'event') return writeValueText(leaf.kind === 'attribute' ? leaf.value : null, words);
  const { value } = leaf.measured;
  if (leaf.predicate.measure.kind !== 'avg' || value?.type !== 'number') return writeValueText(value, words);
  return writeValueText({ type: 'number', value: roundDecimal(value.value, AVERAGE_WORDS_DECIMALS) }, words);
}

function wordsOf({ leaf }: Judged, { catalog }: SentenceContext): ValueWords {
  const zone = catalog.timeZone;
  if (leaf.kind === 'event') {
    const event = findEvent(catalog, leaf.predicate.event);
    if (event !== undefined) return measureWords(leaf.predicate.measure, event, zone);
  }
  const attribute = leaf.kind === 'attribute' ? findAttribute(catalog, leaf.predicate.attribute) : undefined;
  const unit = attribute?.unit ?? null;
  return { unit: { ko: unit, en: unit }, values: attribute?.values ?? new Map(), zone };
}

function answerFlip({ inBase, root, nodes }: Judgement, context: WhyContext): WhyAnswer['flip'] {
  // Who is not in the base is in no group, whatever else is true.
  const leaves = inBase ? findFlip(root) : null;
  if (leaves === null) return null;
  return {
    member: !root.holds,
    leaves: leaves.map((number) => {
      const node = nodes[number];
      if (node === undefined) throw SilhouetteError.of('internal', `There is no node ${number}.`);
      const wanted = !node.holds;
      const need = findNeed(node, wanted, context);
      const now = node.leaf.kind === 'none' ? null : describeValue(node, context);
      const facts = { condition: node.predicate, wanted, need, now, unit: wordsOf(node, context).unit };
      return { node: number, path: node.path, holds: wanted, need, sentence: writeNeedSentence(facts, context) };
    }),
  };
}

function findNeed({ leaf }: Judged, wanted: boolean, context: SentenceContext): WhyNeed {
  switch (leaf.kind) {
    case 'attribute': {
      const attribute = findAttribute(context.catalog, leaf.predicate.attribute);
      if (attribute === undefined) return { kind: 'condition' };
      return findAttributeNeed(attribute, leaf.predicate.test, leaf.value, wanted, context);
    }
    case 'event':
      return findEventNeed(leaf.predicate, leaf.measured.value, wanted, context);
    case 'none':
      return { kind: 'condition' };
    default:
      return assertNever(leaf);
  }
}

function noteCustomer(key: string, judged: Judgement | null, asOfMs: number): Note[] {
  if (judged === null) {
    const message = `There is no customer ${JSON.stringify(key)} in the snapshot; keys are compared by every character, capital letters and leading zeros too.`;
    return [{ code: 'unknown-customers', message, details: { count: 1, examples: [key] } }];
  }
  if (judged.inBase) return [];
  const message = `This customer is not known at ${new Date(asOfMs).toISOString()} yet, so no condition holds; ask as of a later time.`;
  return [{ code: 'not-in-base', message }];
}

function isTags(value: Literal | readonly string[]): value is readonly string[] {
  return Array.isArray(value);
}
