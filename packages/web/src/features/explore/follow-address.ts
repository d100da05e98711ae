import { PATHS } from '../../app/routes.ts';
import { writeAddress } from './definition/write-address.ts';
import { useExploreStore } from './explore-store.ts';
import { writeState } from './fragment.ts';
import { isInEntry, keepInEntry } from './kept-question.ts';

/** Least time between two writes of the address. */
const WRITE_INTERVAL_MS = 200;
/** The same for a question too large for an address, which takes longer to keep. */
const KEEP_INTERVAL_MS = 1000;

/**
 * The address of what is explored, whole, to be sent to others; with a moment given, pinned to it. Null where it is too
 * large for one and not a saved audience as it was saved.
 */
export function writeLink(moment?: { readonly asOf: string; readonly snapshot: string }): string | null {
  const state = useExploreStore.getState();
  const written = writeAddress(moment === undefined ? state : { ...state, ...moment });
  return written.kind === 'link' ? `${location.origin}${location.pathname}#${written.fragment}` : null;
}

/** Keeps the address and the store together, both ways; gives back what ends it. */
export function followAddress(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let writtenAtMs = 0;
  let intervalMs = WRITE_INTERVAL_MS;
  // For a moment after another page was asked for, this one still listens: its address is none of a question.
  const isExplore = () => location.pathname === PATHS.explore;
  const write = () => {
    timer = undefined;
    writtenAtMs = Date.now();
    const state = useExploreStore.getState();
    if (state.brokenLink !== null || state.isAwaited || !isExplore()) return;
    const written = writeState(state);
    const isThere = location.hash.replace(/^#/, '') === written.fragment;
    if (written.kind === 'kept') {
      intervalMs = KEEP_INTERVAL_MS;
      const isKept = (isThere && isInEntry(written.id)) || keepInEntry(written.fragment, written);
      const kept = isKept ? 'tab' : 'page';
      if (kept !== state.kept) useExploreStore.setState({ kept });
      return;
    }
    intervalMs = WRITE_INTERVAL_MS;
    if (state.kept !== 'address') useExploreStore.setState({ kept: 'address' });
    if (isThere) return;
    history.replaceState(null, '', written.fragment === '' ? location.pathname : `#${written.fragment}`);
  };
  // Browsers refuse addresses that change hundreds of times in half a minute, as under a dragged handle.
  const writeSoon = () => {
    const waitMs = writtenAtMs + intervalMs - Date.now();
    // Never within the click that changed the question: a large one takes a while to write.
    timer ??= setTimeout(write, Math.max(0, waitMs));
  };
  const flush = () => {
    if (timer === undefined) return;
    clearTimeout(timer);
    write();
  };
  // A link that leads away is followed before the next write: what is left behind must have its address.
  const flushForLink = ({ target }: Event) => {
    if (target instanceof Element && target.closest('a[href]') !== null) flush();
  };
  const read = () => {
    if (isExplore()) useExploreStore.getState().openAddress(location.hash);
  };
  // Another page may have been left for this address, or a link of the page followed, which wouter tells by `pushState`.
  read();
  addEventListener('hashchange', read);
  addEventListener('pushState', read);
  addEventListener('pagehide', flush);
  addEventListener('click', flushForLink, true);
  const stop = useExploreStore.subscribe(writeSoon);
  return () => {
    removeEventListener('hashchange', read);
    removeEventListener('pushState', read);
    removeEventListener('pagehide', flush);
    removeEventListener('click', flushForLink, true);
    stop();
    flush();
  };
}
