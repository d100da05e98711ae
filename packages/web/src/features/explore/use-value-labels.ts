import type { ExploreAnswer } from '@silhouette/model';
import { useQueryClient } from '@tanstack/react-query';
import { useLargestValues, useValueAnswers, type ValueSource } from '../../api/queries.ts';
import { useLanguage } from '../../i18n/language.ts';

/** Names of values in the page's language, as far as they are known; values without a name are missing in it. */
export function useValueLabels(source: ValueSource, values: readonly string[], enabled: boolean): ReadonlyMap<string, string> {
  const { lang } = useLanguage();
  const client = useQueryClient();
  const answers = useValueAnswers(source, values, enabled);
  const labels = new Map(answers.flatMap((answer) => answer.values.map((item) => [item.value, item.label[lang]] as const)));
  if (!enabled || source.kind !== 'attribute' || values.every((value) => labels.has(value))) return labels;
  // A value clicked on in a panel has its name there already, before the server is asked for it.
  for (const [, answer] of client.getQueriesData<ExploreAnswer>({ queryKey: ['explore'] })) {
    const panel = answer?.panels.find(({ attribute }) => attribute === source.attribute);
    if (panel?.type !== 'category' && panel?.type !== 'tags') continue;
    for (const { value, labels: names } of panel.values) {
      if (names !== undefined && !labels.has(value)) labels.set(value, names[lang]);
    }
  }
  return labels;
}

/** Names of an attribute's largest values in the page's language: enough for tables, asked once. */
export function useLargestLabels(attribute: string, enabled: boolean): ReadonlyMap<string, string> {
  const { lang } = useLanguage();
  const { data } = useLargestValues({ kind: 'attribute', attribute }, enabled);
  return new Map(data?.values.map((item) => [item.value, item.label[lang]]));
}
