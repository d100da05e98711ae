/** A path of this page to go on to after signing in; `/` for whatever could lead elsewhere. */
export function readNext(text: string | null): string {
  if (text === null || !text.startsWith('/') || /[\\\p{Cc}]/u.test(text)) return '/';
  const here = 'http://own.invalid';
  if (!URL.canParse(text, here)) return '/';
  const url = new URL(text, here);
  if (url.origin !== here || url.pathname.startsWith('//') || url.pathname === '/sign-in') return '/';
  return `${url.pathname}${url.search}${url.hash}`;
}
