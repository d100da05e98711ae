import { hasKeyAsWord } from '../privacy/key-in-text.ts';

/** Texts that are one customer's key, and nothing else. */
const KEY_NAMES: readonly string[] = ['key', 'first-key', 'last-key', 'customer'];
/** A definition and its sentences say the same: `1.definition`, `1.sentence.ko`, `1.sentence.en`. */
const SAID = /^(.*)(?:definition|sentence\.\w+)$/;

/**
 * The texts of an entry without a customer's key; the very same list where none names it. A text goes that is the key, that lists it
 * (in quotes, as JSON), or that holds it as a word. Where one of a definition and its sentences names it, all of them go: a sentence may
 * say it in any way. `names`: of each text, as `AuditText` has them; `texts`: null where erased already.
 */
export function eraseTexts(
  names: readonly string[],
  texts: readonly (string | null)[],
  key: string,
): readonly (string | null)[] {
  const quoted = JSON.stringify(key);
  const isNamed = texts.map((text, index) => {
    if (text === null) return false;
    if (KEY_NAMES.includes(names[index] ?? '')) return text === key;
    return text === key || text.includes(quoted) || hasKeyAsWord(text, key);
  });
  if (!isNamed.includes(true)) return texts;
  const said = new Set(names.flatMap((name, index) => (isNamed[index] ? [SAID.exec(name)?.[1]] : [])));
  return texts.map((text, index) => {
    const prefix = SAID.exec(names[index] ?? '')?.[1];
    return isNamed[index] || (prefix !== undefined && said.has(prefix)) ? null : text;
  });
}
