/** Where the tab keeps questions too large for an address: in the entry of its history, else in its session. */
const ENTRY_KEY = 'silhouetteQuestion';
const SESSION_KEY = 'silhouette.question';

/** A question's text and the id that the address names it by. */
interface KeptQuestion {
  readonly id: string;
  readonly text: string;
}

/** Those that links of this page name, until one is followed; the last few. */
const linked = new Map<string, string>();
const MOST_LINKED = 20;

/** Keeps a question that a link of this page leads to. */
export function keepForLink({ id, text }: KeptQuestion): void {
  linked.delete(id);
  linked.set(id, text);
  for (const oldest of linked.keys()) {
    if (linked.size <= MOST_LINKED) return;
    linked.delete(oldest);
  }
}

/**
 * Makes a fragment the address of this entry of the history and keeps its question there, so that a reload and a step
 * back find it. False where the browser has no room for it: then only the page itself holds it.
 */
export function keepInEntry(fragment: string, kept: KeptQuestion): boolean {
  try {
    history.replaceState({ [ENTRY_KEY]: kept }, '', `#${fragment}`);
    return true;
  } catch {
    // Too large for this browser's history. The session may have room; it is much slower, so it comes second.
    history.replaceState(null, '', `#${fragment}`);
    return keepInSession(kept);
  }
}

/** Whether this entry of the history keeps a question. */
export function isInEntry(id: string): boolean {
  return readEntry()?.id === id;
}

/** The text of a question that this tab keeps, or null. */
export function findKept(id: string): string | null {
  const entry = readEntry();
  if (entry?.id === id) return entry.text;
  const followed = linked.get(id);
  if (followed !== undefined) return followed;
  const session = readSession();
  return session?.id === id ? session.text : null;
}

function readEntry(): KeptQuestion | null {
  const state: unknown = globalThis.history?.state;
  return typeof state === 'object' && state !== null && ENTRY_KEY in state ? asKept(state[ENTRY_KEY]) : null;
}

/** The session has room for one question only. */
function keepInSession({ id, text }: KeptQuestion): boolean {
  try {
    sessionStorage.removeItem(SESSION_KEY);
    sessionStorage.setItem(SESSION_KEY, `${id} ${text}`);
    return true;
  } catch {
    return false;
  }
}

/** Forgets the question that the tab's session keeps: another person may use the tab next. */
export function forgetSession(): void {
  try {
    sessionStorage.removeItem(SESSION_KEY);
  } catch {
    // A browser that keeps nothing has nothing to forget.
  }
}

function readSession(): KeptQuestion | null {
  try {
    const stored = sessionStorage.getItem(SESSION_KEY) ?? '';
    const end = stored.indexOf(' ');
    return end < 0 ? null : { id: stored.slice(0, end), text: stored.slice(end + 1) };
  } catch {
    return null;
  }
}

function asKept(value: unknown): KeptQuestion | null {
  if (typeof value !== 'object' || value === null || !('id' in value) || !('text' in value)) return null;
  return typeof value.id === 'string' && typeof value.text === 'string' ? { id: value.id, text: value.text } : null;
}
