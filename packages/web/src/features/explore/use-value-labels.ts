import { useLargestValues, useValueAnswers, type ValueSource } from '../../api/queries.ts';
import { useLanguage } from '../../i18n/language.ts';

/** Names of values in the page's language, as far as they are known; values without a name are missing in it. */
export function useValueLabels(source: ValueSource, values: readonly string[], enabled: boolean): ReadonlyMap<string, string> {
  const { lang } = useLanguage();
  const answers = useValueAnswers(source, values, enabled);
  return new Map(answers.flatMap((answer) => answer.values.map((item) => [item.value, item.label[lang]] as const)));
}

/** Names of an attribute's largest values in the page's language: enough for tables, asked once. */
export function useLargestLabels(attribute: string, enabled: boolean): ReadonlyMap<string, string> {
  const { lang } = useLanguage();
  const { data } = useLargestValues({ kind: 'attribute', attribute }, enabled);
  return new Map(data?.values.map((item) => [item.value, item.label[lang]]));
}
