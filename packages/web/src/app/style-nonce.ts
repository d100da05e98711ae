/**
 * The nonce by which this one answer of the server lets style elements through (packages/server/src/page.ts writes it);
 * null where nobody wrote one, as while developing.
 */
export function readStyleNonce(): string | null {
  const content = document.querySelector('meta[name="style-nonce"]')?.getAttribute('content') ?? '';
  return /^[\w-]+$/.test(content) ? content : null;
}
