/** Pairs of Korean particles: after a final consonant, after a vowel. */
export type ParticlePair = '을/를' | '이/가' | '은/는' | '과/와' | '으로/로';

/** Digits whose Korean reading ends in a consonant: 0 영, 1 일, 3 삼, 6 육, 7 칠, 8 팔. */
const CONSONANT_DIGITS = new Set(['0', '1', '3', '6', '7', '8']);
/** Digits read with a final ㄹ, after which 로 follows. */
const RIEUL_DIGITS = new Set(['1', '7', '8']);
/** Latin letters whose Korean name ends in a consonant: L 엘, M 엠, N 엔, R 알. */
const CONSONANT_LETTERS = new Set(['l', 'm', 'n', 'r']);

/** A word with the particle that its last sound asks for; closing quotes and brackets are looked past. */
export function attachParticle(word: string, pair: ParticlePair): string {
  const [afterConsonant = '', afterVowel = ''] = pair.split('/');
  const last = [...word.replace(/["'”’)\]」』》>.\s]+$/u, '')].at(-1) ?? '';
  const { consonant, rieul } = readFinal(last);
  const takesFirst = pair === '으로/로' ? consonant && !rieul : consonant;
  return `${word}${takesFirst ? afterConsonant : afterVowel}`;
}

function readFinal(char: string): { consonant: boolean; rieul: boolean } {
  const code = char.codePointAt(0) ?? 0;
  if (code >= 0xac00 && code <= 0xd7a3) {
    // A syllable is (initial * 21 + vowel) * 28 + final; final 8 is ㄹ (The Unicode Standard, 3.12).
    const final = (code - 0xac00) % 28;
    return { consonant: final !== 0, rieul: final === 8 };
  }
  const letter = char.toLowerCase();
  return {
    consonant: CONSONANT_DIGITS.has(char) || CONSONANT_LETTERS.has(letter),
    rieul: RIEUL_DIGITS.has(char) || letter === 'l' || letter === 'r',
  };
}
