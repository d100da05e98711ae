/**
 * An address as it is routed: where its path is no percent-encoded UTF-8 (`/%`, `/%c0%ae`), each `%` of it stands for itself. The router
 * answers such addresses itself otherwise, past every hook: without our headers, and unseen by the log.
 */
export function escapeBrokenPath(url: string): string {
  const end = url.search(/[?#]/);
  const path = end === -1 ? url : url.slice(0, end);
  try {
    decodeURIComponent(path);
    return url;
  } catch {
    return path.replaceAll('%', '%25') + url.slice(path.length);
  }
}
