/** `Amount` → `amount`; initialisms stay (`SMS consent`), names with commas are quoted whole. */
export function lowerLabel(label: string): string {
  if (label.includes(',')) return `“${label}”`;
  return /^\p{Lu}(?:\p{Ll}|\s|$)/u.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label;
}

/** The plural of a name: its last word's, when it is an English word and not plural already. */
export function pluralise(name: string): string {
  if (!/[a-z]$/.test(name)) return name;
  if (isPlural(name.split(' ').at(-1) ?? name)) return name;
  if (/(?:s|x|z|ch|sh)$/.test(name)) return `${name}es`;
  if (/[^aeiou]y$/.test(name)) return `${name.slice(0, -1)}ies`;
  return `${name}s`;
}

/** Whether a name is one word in the plural, such as `interests`: longer ones have their head elsewhere (`number of visits`). */
export function isPlural(name: string): boolean {
  return /^\S*[A-Za-z][a-z]*[^\Wsui]s$/.test(name);
}

/** `a purchase`, `an order`, `an SMS`; a name that is no English word is left as it is. */
export function withArticle(name: string): string {
  const [word = ''] = name.split(/[\s-]/);
  if (!/^[“"'‘(]?[A-Za-z0-9]/.test(word)) return name;
  return `${startsWithVowelSound(word.replace(/^[“"'‘(]/, '')) ? 'an' : 'a'} ${name}`;
}

function startsWithVowelSound(word: string): boolean {
  if (/^(?:[A-Z]{2,}|[A-Z])$/.test(word)) return /^[AEFHILMNORSX]/.test(word);
  if (/^(?:8|11(?!\d)|18(?!\d))/.test(word)) return true;
  const lower = word.toLowerCase();
  if (/^(?:hour|honest|honou?r|heir)/.test(lower)) return true;
  return /^[aeiou]/.test(lower) && !/^(?:uni(?!n|m)|use|usu|eu|one|once|ut[ei]|ur[aei])/.test(lower);
}

/** `A`, `A or B`, `A, B or C`. */
export function joinEnglish(texts: readonly string[], word: 'and' | 'or'): string {
  if (texts.length < 2) return texts.join('');
  return `${texts.slice(0, -1).join(', ')} ${word} ${texts.at(-1) ?? ''}`;
}

/** The text with its first letter large. */
export function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
