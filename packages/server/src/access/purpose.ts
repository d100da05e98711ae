const LEAST = 5;
const MOST = 500;

/** What a purpose must be, in words. */
export const PURPOSE_RULE = `must say in ${LEAST} to ${MOST} characters what personal data is looked at for`;

/** A purpose without spaces around it; null for what is none: too short, or too long. */
export function readPurposeText(text: string): string | null {
  const purpose = text.trim();
  return purpose.length >= LEAST && purpose.length <= MOST ? purpose : null;
}
