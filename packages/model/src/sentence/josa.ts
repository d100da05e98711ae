/** Particles that follow the last sound of the word before: after a consonant / after a vowel. */
export type Josa = '은/는' | '이/가' | '을/를' | '과/와' | '으로/로';

/** How a word ends when it is read aloud. `liquid` is ㄹ, after which 로 is said like after a vowel. */
export type FinalSound = 'vowel' | 'consonant' | 'liquid';

/** The word with the particle that fits it; both in brackets, 이(가), where the last sound cannot be known. */
export function withJosa(word: string, josa: Josa): string {
  const sound = finalSound(word);
  const [afterConsonant = '', afterVowel = ''] = josa.split('/');
  if (sound === null) return `${word}${josa === '으로/로' ? '(으)로' : `${afterConsonant}(${afterVowel})`}`;
  const asVowel = sound === 'vowel' || (sound === 'liquid' && josa === '으로/로');
  return `${word}${asVowel ? afterVowel : afterConsonant}`;
}

/**
 * The last sound of a word as Korean readers say it: Hangul by its final letter, digits as numbers, Latin initialisms by
 * letter names and words by the usual transcription. Closing quotes are passed over, and a bracket after a word with all
 * that is in it. Null when nothing can be said.
 */
export function finalSound(word: string): FinalSound | null {
  const spoken = cutClosing(word);
  const last = spoken.at(-1);
  if (last === undefined) return null;
  const code = last.charCodeAt(0);
  if (code >= 0xac00 && code <= 0xd7a3) return soundOfSyllable(code);
  if (/\d/.test(last)) return soundOfNumber(spoken);
  if (last === '%' || last === '+' || last === '&') return 'vowel';
  const latin = /[A-Za-z]+$/.exec(spoken)?.[0];
  return latin === undefined ? null : soundOfLatin(latin, spoken);
}

const CLOSING = /[\s"'’”»〉》」』.,!?~…\]}]/u;
/** No word that is read as one is longer. */
const LONGEST_TAIL = 64;

/** The end of the text without closing marks; what stands in brackets after a word is not read with its particle. */
function cutClosing(text: string): string {
  let end = text.length;
  while (end > 0) {
    const last = text.charAt(end - 1);
    if (last === ')') end = wordBeforeBracket(text, end) ?? end - 1;
    else if (CLOSING.test(last)) end -= 1;
    else break;
  }
  return text.slice(Math.max(0, end - LONGEST_TAIL), end);
}

/** Where the word ends that the bracket closing at `end` follows; null where the bracket holds another or follows none. */
function wordBeforeBracket(text: string, end: number): number | null {
  for (let index = end - 2; index >= 0; index -= 1) {
    if (text.charAt(index) === ')') return null;
    if (text.charAt(index) !== '(') continue;
    const before = text.slice(Math.max(0, index - LONGEST_TAIL), index).trimEnd();
    const spaces = Math.min(index, LONGEST_TAIL) - before.length;
    return before === '' || before.endsWith('(') ? null : index - spaces;
  }
  return null;
}

function soundOfSyllable(code: number): FinalSound {
  const final = (code - 0xac00) % 28;
  if (final === 0) return 'vowel';
  return final === 8 ? 'liquid' : 'consonant';
}

/** 영 일 이 삼 사 오 육 칠 팔 구 */
const DIGIT_SOUNDS: readonly FinalSound[] = [
  'consonant',
  'liquid',
  'vowel',
  'consonant',
  'vowel',
  'vowel',
  'consonant',
  'liquid',
  'liquid',
  'vowel',
];

function soundOfNumber(text: string): FinalSound {
  const number = /(?:\d[\d,]*\.)?\d[\d,]*$/.exec(text)?.[0] ?? text;
  const digits = number.replaceAll(',', '');
  const zeros = /0*$/.exec(digits)?.[0].length ?? 0;
  // 십 백 천 만 억 end in a consonant, 조 (10^12 to 10^15) does not; decimals and 0 are read digit by digit.
  if (zeros > 0 && zeros < digits.length && !digits.includes('.')) return zeros >= 12 && zeros < 16 ? 'vowel' : 'consonant';
  return DIGIT_SOUNDS[Number(digits.at(-1))] ?? 'consonant';
}

/** Letters whose names end in a consonant: 엘 엠 엔 알. */
const LETTER_SOUNDS: Readonly<Record<string, FinalSound>> = { l: 'liquid', m: 'consonant', n: 'consonant', r: 'liquid' };
/** Units of weight are read 그램; the others end in a vowel (미터, 리터). */
const GRAMS = /\d\s?(?:kg|g|mg)$/;
const UNITS = /\d\s?(?:ml|l|cm|mm|km|m)$/i;

function soundOfLatin(latin: string, text: string): FinalSound {
  if (GRAMS.test(text)) return 'consonant';
  if (UNITS.test(text)) return 'vowel';
  const lower = latin.toLowerCase();
  const isInitialism = !/[aeiouy]/.test(lower) || (latin === latin.toUpperCase() && latin.length <= 3);
  return isInitialism ? (LETTER_SOUNDS[lower.at(-1) ?? ''] ?? 'vowel') : soundOfWord(lower);
}

/** Endings of English words in the usual transcription; the first that fits decides, all others end in a vowel. */
const WORD_ENDINGS: readonly (readonly [RegExp, FinalSound])[] = [
  [/le$/, 'liquid'],
  [/[aeiouy][mn]e$/, 'consonant'],
  [/[aeiou]pe$/, 'consonant'],
  [/ng$/, 'consonant'],
  [/l$/, 'liquid'],
  [/[mn]$/, 'consonant'],
  [/[aeiouy][bp]$/, 'consonant'],
  [/c$/, 'consonant'],
  [/(?:[aeiouy]|c)k$/, 'consonant'],
  [/[aeiouy]t$/, 'consonant'],
];

function soundOfWord(lower: string): FinalSound {
  return WORD_ENDINGS.find(([ending]) => ending.test(lower))?.[1] ?? 'vowel';
}
