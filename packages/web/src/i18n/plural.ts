/** Texts that count something come from here: `one` or `other` by English rules. */
export function plural(n: number, one: string, other: string): string {
  return new Intl.PluralRules('en').select(n) === 'one' ? one : other;
}
