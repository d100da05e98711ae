/** Code of a page did not arrive: the server has a newer build of the page, or it could not be reached. */
export class ChunkError extends Error {
  readonly kind: 'newer-build' | 'unreachable';

  constructor(kind: ChunkError['kind'], cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.kind = kind;
  }
}

const RELOADED_FOR = 'silhouette.reloaded-for';
const ENTRY = /<script type="module"[^>]*\ssrc="([^"]+)"/;

/**
 * Loads code of a page. Where the server has a newer build, whose files have other names, the document is loaded anew, once for each
 * build: the address holds what is asked, and the page that was left had nothing to lose.
 * @throws ChunkError when that was done already, or when the server does not answer
 */
export async function loadChunk<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    const served = await readServedBuild();
    if (served === null || served === readOwnBuild()) throw new ChunkError('unreachable', error);
    if (!markReload(served)) throw new ChunkError('newer-build', error);
    location.reload();
    // The document is on its way out: nothing else is to be shown until then.
    return new Promise(() => undefined);
  }
}

/** The entry of the build that the server has now; null when it does not tell. */
async function readServedBuild(): Promise<string | null> {
  try {
    const response = await fetch('/', { cache: 'no-store', headers: { accept: 'text/html' } });
    return response.ok ? (ENTRY.exec(await response.text())?.[1] ?? null) : null;
  } catch {
    return null;
  }
}

function readOwnBuild(): string | null {
  return document.querySelector('script[type="module"][src]')?.getAttribute('src') ?? null;
}

/** Remembers that the document is loaded anew for a build; false when it was already, or when nothing can be remembered. */
function markReload(build: string): boolean {
  try {
    if (sessionStorage.getItem(RELOADED_FOR) === build) return false;
    sessionStorage.setItem(RELOADED_FOR, build);
    return true;
  } catch {
    return false;
  }
}
