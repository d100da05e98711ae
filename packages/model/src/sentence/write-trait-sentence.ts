import type { Label } from '../catalog/catalog.ts';
import type { Predicate } from '../predicate/predicate.ts';
import { englishCondition } from './english-sentence.ts';
import { withJosa } from './josa.ts';
import { koreanAttributive } from './korean-sentence.ts';
import type { SentenceContext } from './sentence-context.ts';

/** How many of a group, and of those it is compared with, meet a condition. Shares are 0-1. */
export interface TraitFacts {
  readonly condition: Predicate;
  readonly share: number;
  readonly versusShare: number;
  readonly versus: 'everyone' | 'rest' | 'audience';
  /** Whether shares are of customers with a value only, and there are others. */
  readonly isOfThoseWithValue: boolean;
}

const KO_VERSUS = { everyone: '전체', rest: '나머지 고객', audience: '비교 고객군' } as const;
const EN_VERSUS = { everyone: 'everyone’s', rest: 'everyone else’s', audience: 'the other group’s' } as const;
/** Ratios nearer to 1 say little: the difference is told in points. */
const TELLING_RATIO = 1.5;

/**
 * One fact of a portrait: `이 고객군은 지역이 서울인 비율이 32.0%로 전체(10.0%)의 3.2배입니다.` /
 * `Region is Seoul for 32.0% of this group, 3.2 times everyone’s 10.0%.`
 */
export function writeTraitSentence(facts: TraitFacts, context: SentenceContext): Label {
  return { ko: writeKorean(facts, context), en: writeEnglish(facts, context) };
}

function writeKorean(
  { condition, share, versusShare, versus, isOfThoseWithValue }: TraitFacts,
  context: SentenceContext,
): string {
  const subject = `이 고객군은 ${isOfThoseWithValue ? '값이 있는 고객 중 ' : ''}${koreanAttributive(condition, context)} 비율이`;
  const [own, other] = [percentText(share), percentText(versusShare)];
  const whom = KO_VERSUS[versus];
  if (isRatioTelling(share, versusShare)) {
    return `${subject} ${own}로 ${whom}(${other})의 ${ratioText(share / versusShare)}배입니다.`;
  }
  if (share === versusShare) return `${subject} ${own}로 ${withJosa(`${whom}(${other})`, '과/와')} 같습니다.`;
  return `${subject} ${own}로 ${whom}(${other})보다 ${pointsText(share, versusShare)}%p ${share > versusShare ? '높습니다' : '낮습니다'}.`;
}

function writeEnglish(
  { condition, share, versusShare, versus, isOfThoseWithValue }: TraitFacts,
  context: SentenceContext,
): string {
  const whom = `${EN_VERSUS[versus]} ${percentText(versusShare)}`;
  const start = `${englishCondition(condition, context)} for ${percentText(share)} of this group${isOfThoseWithValue ? ' where known' : ''}`;
  if (isRatioTelling(share, versusShare)) return `${start}, ${ratioText(share / versusShare)} times ${whom}.`;
  if (share === versusShare) return `${start}, the same as ${whom}.`;
  return `${start}, ${pointsText(share, versusShare)} points ${share > versusShare ? 'above' : 'below'} ${whom}.`;
}

function isRatioTelling(share: number, versusShare: number): boolean {
  if (share === 0 || versusShare === 0) return false;
  const ratio = share / versusShare;
  return ratio >= TELLING_RATIO || ratio <= 1 / TELLING_RATIO;
}

/** `32.0%`; small shares with two digits, `0.031%`. */
function percentText(share: number): string {
  const percent = share * 100;
  return `${percent !== 0 && percent < 0.1 ? String(Number(percent.toPrecision(2))) : percent.toFixed(1)}%`;
}

/** `3.2`, `14`, `0.33`: as many digits as say something. */
function ratioText(ratio: number): string {
  if (ratio >= 10) return Math.round(ratio).toLocaleString('en-US');
  return ratio >= 1 ? ratio.toFixed(1) : String(Number(ratio.toPrecision(2)));
}

function pointsText(share: number, versusShare: number): string {
  return (Math.abs(share - versusShare) * 100).toFixed(1);
}
