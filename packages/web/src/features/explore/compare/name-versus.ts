import { assertNever } from '@silhouette/model';
import type { Dictionary } from '../../../i18n/en.ts';
import type { Versus } from './versus.ts';

/** What is said of counts and ratios, by whom the group is compared with. */
interface VersusTexts {
  readonly name: string;
  readonly count: (n: string, share: string) => string;
  readonly ratio: (text: string) => string;
}

/** The words for whom the group is compared with. */
export function nameVersus(kind: Versus['kind'], t: Dictionary): VersusTexts {
  const texts = t.exploring.versus;
  switch (kind) {
    case 'everyone':
      return { name: t.group.everyone, count: t.group.inEveryone, ratio: t.group.ratioTitle };
    case 'rest':
      return { name: texts.rest, count: texts.inRest, ratio: texts.ratioRest };
    case 'audience':
      return { name: texts.audience, count: texts.inAudience, ratio: texts.ratioAudience };
    default:
      return assertNever(kind);
  }
}
