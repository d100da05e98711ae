/** Characters of an e-mail address (RFC 5321, 4.5.3.1.3). */
export const LONGEST_ADDRESS = 254;

/**
 * An e-mail address in lower case; null for a text that is none, or looks like another: one with characters that are not seen, or that
 * are other spellings of common ones (`ａ`, `ﬁ`, the Kelvin sign, whose lower case is an ordinary `k`). Somebody elsewhere may well have
 * such an address, and must not be taken for whoever has the common one.
 */
export function readAddress(text: string): string | null {
  const address = text.trim();
  if (address.length > LONGEST_ADDRESS || /\p{C}/u.test(address) || address !== address.normalize('NFKC')) return null;
  // What mail servers take is theirs to say; this keeps out what cannot be an address.
  return /^[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>".]+$/.test(address) ? address.toLowerCase() : null;
}
