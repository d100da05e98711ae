/** What is said of a password while it is typed. */
export type PasswordWord = 'short' | 'long' | 'weak' | 'good' | 'strong';

/** As the server takes them (read-password.ts). */
const LEAST = 12;
const MOST = 128;
const STRONG = 18;
const FEW_DIFFERENT = 8;

/**
 * How strong a new password is, as far as its letters tell: its length without what repeats what stands before it (`aaa`, `abab`,
 * `123`, `cba`), and how many letters it has. Common words are not known.
 */
export function judgePassword(password: string): PasswordWord {
  const letters = [...password.normalize('NFKC')];
  if (letters.length < LEAST) return 'short';
  if (letters.length > MOST) return 'long';
  const counted = letters.filter((_, place) => !isForeseen(letters, place));
  if (counted.length < LEAST || new Set(counted).size < FEW_DIFFERENT) return 'weak';
  return counted.length < STRONG ? 'good' : 'strong';
}

/** Whether a letter goes on as the two before it do, or stands two to four places before, too, with the one before it. */
function isForeseen(letters: readonly string[], place: number): boolean {
  const at = (back: number): number => letters[place - back]?.codePointAt(0) ?? Number.NaN;
  const step = at(0) - at(1);
  if (Math.abs(step) <= 1 && step === at(1) - at(2)) return true;
  return [2, 3, 4].some((back) => at(0) === at(back) && at(1) === at(back + 1));
}
