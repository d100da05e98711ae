import { ExactNumber, type PlainValue } from './plain-value.ts';

const LONGEST_SHOWN = 60;

/** The text in quotes as JSON would write it, cut after 60 characters: messages stay readable whatever was sent. */
export function quoteShort(text: string): string {
  return JSON.stringify(shorten(text));
}

/** The text, cut after 60 characters (never inside one) with an ellipsis. */
export function shorten(text: string): string {
  if (text.length <= LONGEST_SHOWN) return text;
  return `${[...text.slice(0, LONGEST_SHOWN + 1)].slice(0, -1).join('')}…`;
}

/** The value as a message shows it: constants as they were written, anything larger by its kind. */
export function describePlain(value: PlainValue | undefined): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (typeof value === 'string') return quoteShort(value);
  if (typeof value === 'boolean') return String(value);
  if (value instanceof ExactNumber) return shorten(value.text);
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object') return 'an object';
  return `a ${typeof value} of the program (read definitions with parseJsonText or parseYamlText)`;
}

/** `a`, `a and b`, `a, b and c`; `last` is the word before the last one. */
export function joinWords(words: readonly string[], last = 'and'): string {
  if (words.length <= 1) return words.join('');
  return `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1) ?? ''}`;
}
