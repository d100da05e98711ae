import {
  type AlikeTrait,
  type Attribute,
  assertNever,
  type Catalog,
  formatDay,
  formatDecimal,
  type Label,
  type Predicate,
  parsePredicate,
  type SentenceContext,
  SilhouetteError,
  type Trait,
  type TraitPart,
  toPlainValue,
  writeConditionSentence,
  writeTraitSentence,
} from '@silhouette/model';
import { nameEffect } from '../portrait/effect-size.ts';
import type { Folded } from '../portrait/fold-alike.ts';
import type { PortraitPart } from '../portrait/portrait-part.ts';
import { writePartCondition } from '../portrait/write-part-condition.ts';
import { shareOf } from './answer-panel.ts';
import type { Candidate } from './portrait-audience.ts';

/** A trait of an answer: labelled, with shares, effect, p-values, its sentence, and what was folded under it. */
export function answerTrait(
  { lead, alike }: Folded<Candidate>,
  versus: 'everyone' | 'rest' | 'audience',
  context: SentenceContext,
): Trait {
  const line = answerLine(lead, context);
  const condition = readPartCondition(context.catalog, lead.described, lead.part);
  const facts = {
    condition,
    share: line.share ?? 0,
    versusShare: line.versusShare ?? 0,
    versus,
    isOfThoseWithValue: lead.isSomeMissing,
  };
  return {
    ...line,
    type: lead.described.type,
    effect: { cohensH: lead.cohensH, cramersV: lead.cramersV, size: nameEffect(lead.cohensH) },
    test: lead.test,
    pValue: Math.exp(lead.logP),
    log10P: lead.logP / Math.LN10,
    adjustedP: Math.exp(lead.logAdjustedP),
    log10AdjustedP: lead.logAdjustedP / Math.LN10,
    telling: lead.isTelling,
    sentence: writeTraitSentence(facts, context),
    condition: writePartCondition(lead.described, lead.part),
    alike: alike.map(
      ({ one, because, phi }): AlikeTrait => ({
        ...answerLine(one, context),
        because,
        phi,
        condition: writePartCondition(one.described, one.part),
      }),
    ),
    ...(lead.given === null ? {} : { given: { ...lead.given } }),
  };
}

/** The condition of a part, read as one that a person sends is. @throws SilhouetteError `internal` when it cannot be read. */
export function readPartCondition(catalog: Catalog, attribute: Attribute, part: PortraitPart): Predicate {
  const parsed = parsePredicate(toPlainValue(writePartCondition(attribute, part)), { catalog });
  if (parsed.ok) return parsed.predicate;
  const why = parsed.issues.map(({ message }) => message).join(' ');
  throw SilhouetteError.of('internal', `A part of "${attribute.id}" makes no condition: ${why}`);
}

function answerLine(one: Candidate, context: SentenceContext) {
  const share = shareOf(one.count, one.total);
  const versusShare = shareOf(one.versusCount, one.versusTotal);
  const condition = readPartCondition(context.catalog, one.described, one.part);
  return {
    attribute: one.attribute,
    label: { ...one.described.label },
    says: writeConditionSentence(condition, context),
    part: answerPart(one.part, one.described.values),
    count: one.count,
    of: one.total,
    share,
    versusCount: one.versusCount,
    versusOf: one.versusTotal,
    versusShare,
    ratio: share === null || versusShare === null || versusShare === 0 ? null : share / versusShare,
    differencePoints: share === null || versusShare === null ? null : 100 * (share - versusShare),
  };
}

function answerPart(part: PortraitPart, names: ReadonlyMap<string, Label>): TraitPart {
  switch (part.kind) {
    case 'value': {
      const name = names.get(part.value);
      return { kind: 'value', value: part.value, label: { ko: name?.ko ?? part.value, en: name?.en ?? part.value } };
    }
    case 'numbers': {
      const text = (cut: typeof part.from): string | null => (cut === null ? null : formatDecimal(cut));
      return { kind: 'range', from: text(part.from), to: text(part.to) };
    }
    case 'days': {
      const text = (day: number | null): string | null => (day === null ? null : formatDay(day));
      return { kind: 'range', from: text(part.fromDay), to: text(part.toDay) };
    }
    case 'missing':
    case 'present':
      return { kind: part.kind };
    default:
      return assertNever(part);
  }
}
