/** Percent-encoded letters, digits, `-`, `.`, `_` and `~`: an address with them and one without are the same (RFC 3986, 6.2.2.2). */
const NEEDLESS = /%(?:2[DE]|3\d|[46][1-9A-F]|5[0-9AF]|7[0-9AE])/gi;

/**
 * An address as it is routed, logged and guarded: one form for all that mean the same.
 *
 * - `http://host/path`, which a request may name in full (RFC 9112, 3.2.2), is the path;
 * - letters and digits that are encoded for nothing are decoded: `/%61pi` is `/api`, to the router and to everything that looks at how
 *   an address begins;
 * - where the path is no percent-encoded UTF-8 (`/%`, `/%c0%ae`), each `%` of it stands for itself: the router answers such addresses
 *   itself otherwise, past every hook, without our headers, and unseen by the log.
 */
export function normaliseUrl(target: string): string {
  const url = /^https?:\/\//i.test(target) ? target.replace(/^https?:\/\/[^/?#]*\/?/i, '/') : target;
  const end = url.search(/[?#]/);
  const path = end === -1 ? url : url.slice(0, end);
  return readPath(path) + url.slice(path.length);
}

function readPath(path: string): string {
  try {
    decodeURIComponent(path);
    return path.replace(NEEDLESS, (code) => decodeURIComponent(code));
  } catch {
    return path.replaceAll('%', '%25');
  }
}
