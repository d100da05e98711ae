/**
 * A new key for a save (`Idempotency-Key`): the same sent again under it saves nothing more. 128 random bits; `randomUUID` is missing
 * where a page does not come by https.
 */
export function makeKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
