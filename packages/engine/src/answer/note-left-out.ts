import { type Note, type Predicate, type ResolvedPredicate, writeSentence } from '@silhouette/model';
import type { AudienceEngine } from '../audience-engine.ts';
import { roundingOf } from '../view/view.ts';
import { type PreparedQuestion, sentenceContextOf } from './prepare-question.ts';

/**
 * What is left out of a definition before it is answered, for who may not know small groups: where, in the definition as written. It
 * says nothing of whether anybody matches: what is left out is so alike when a customer does and when they do not.
 */
export async function noteLeftOut(
  engine: Pick<AudienceEngine, 'leftOut'>,
  prepared: PreparedQuestion,
  asOfs: readonly number[] = [prepared.question.asOfMs],
): Promise<readonly Note[]> {
  const to = roundingOf(prepared.question.snapshot)?.to;
  if (engine.leftOut === undefined || to === undefined) return [];
  let counted: ResolvedPredicate | null = null;
  const [paths, partly] = [new Set<string>(), new Set<string>()];
  for (const asOfMs of asOfs) {
    const leftOut = await engine.leftOut({ ...prepared.question, asOfMs });
    counted = leftOut.predicate;
    for (const path of leftOut.paths) {
      const place = placeOf(prepared.predicate, path);
      (place.isWhole ? paths : partly).add(place.path);
    }
    for (const path of leftOut.partly) partly.add(placeOf(prepared.predicate, path).path);
  }
  const parts = [...partly].filter((path) => !paths.has(path));
  const count = paths.size + parts.length;
  if (count === 0) return [];
  const sentence = counted === null || asOfs.length > 1 ? null : writeSentence(counted, sentenceContextOf(prepared));
  const named = [...paths].map(namePath).concat(parts.map((path) => `a part of ${namePath(path)}`));
  return [
    {
      code: 'conditions-left-out',
      message: `${count === 1 ? 'One condition is' : `${count} conditions are`} left out of your numbers, because so few customers decide by ${count === 1 ? 'it' : 'each'}, in or out, that you are not told of them (customers named by their keys match nobody, and bounds that few lie near stand where many do): ${named.join(', ')}.${sentence === null ? '' : ` Counted is: ${sentence.en}`}`,
      details: { paths: [...paths], partly: parts, to, ...(sentence === null ? {} : { counted: { ...sentence } }) },
    },
  ];
}

function namePath(path: string): string {
  return path === '' ? 'the definition' : path;
}

/** A place of the resolved definition in the one as written: what lies within a saved audience is a part of the reference to it. */
function placeOf(written: Predicate, path: string): { readonly path: string; readonly isWhole: boolean } {
  let node = written;
  let at = '';
  for (;;) {
    if (node.kind === 'audience') return { path: at, isWhole: path === at };
    const rest = path.slice(at.length).replace(/^\./, '');
    if (node.kind === 'not' && rest.startsWith('not')) {
      at = at === '' ? 'not' : `${at}.not`;
      node = node.child;
    } else if (node.kind === 'all' || node.kind === 'any') {
      const [step, place] = /^(?:all|any)\[(\d+)\]/.exec(rest) ?? [];
      const child = place === undefined ? undefined : node.children[Number(place)];
      if (step === undefined || child === undefined) return { path, isWhole: true };
      at = at === '' ? step : `${at}.${step}`;
      node = child;
    } else return { path, isWhole: true };
  }
}
