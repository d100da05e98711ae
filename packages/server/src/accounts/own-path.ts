/** A path of our own to go on to, or `/` for whatever could lead elsewhere. */
export function readOwnPath(text: string | null | undefined): string {
  if (text === null || text === undefined || text.length > 2_000 || !text.startsWith('/')) return '/';
  const here = 'http://own.invalid';
  // Browsers read "//", "\" and control characters in ways of their own: what the address comes to is looked at.
  if (/[\\\p{Cc}]/u.test(text) || !URL.canParse(text, here)) return '/';
  const url = new URL(text, here);
  return url.origin === here && !url.pathname.startsWith('//') && !url.pathname.startsWith('/api/')
    ? `${url.pathname}${url.search}${url.hash}`
    : '/';
}
