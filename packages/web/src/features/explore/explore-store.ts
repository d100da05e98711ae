import { create } from 'zustand';
import { PATHS } from '../../app/routes.ts';
import { EVERYONE, type Versus } from './compare/versus.ts';
import {
  type AddressState,
  type DecodedAddress,
  decodeAddress,
  encodeAddress,
  type OpenedAudience,
} from './definition/address.ts';
import { findNode } from './definition/edit-tree.ts';
import { type GroupNode, makeEmptyTree, type NodeId } from './definition/tree.ts';

/** Steps that can be undone. */
const MAX_UNDO = 200;
/** Edits with the same merge key within this time are one step to undo. */
const MERGE_MS = 1500;
/** Least time between two writes of the address. */
const WRITE_INTERVAL_MS = 200;

/** How an edit is undone. */
interface EditOptions {
  /** Edits of one control in quick succession (a handle being dragged) carry one key and undo as one. */
  readonly merge?: string;
  /** The condition whose editor opens; absent: as it is. */
  readonly open?: NodeId | null;
  /** Said to screen readers. */
  readonly announce?: string;
}

/** What was looked at before a step, or after one that was undone. */
interface PastState extends AddressState {
  /** What the step said when it was done, in the language of then; empty: nothing. */
  readonly did: string;
}

interface ExploreState extends AddressState {
  /** What the page looked at before, newest last, and what undo took back, next first. */
  readonly past: readonly PastState[];
  readonly future: readonly PastState[];
  /** The condition whose editor is open. */
  readonly openId: NodeId | null;
  /** The group that new conditions go into; null: the root. */
  readonly activeGroupId: NodeId | null;
  /** Why the address could not be read; until it is settled nothing is asked. */
  readonly brokenLink: Extract<DecodedAddress, { kind: 'broken' }> | null;
  readonly announcement: string;
  readonly edit: (change: (tree: GroupNode) => GroupNode, options?: EditOptions) => void;
  /** `announce` words what is said to screen readers from what the step itself said. */
  readonly undo: (announce?: (did: string) => string) => void;
  readonly redo: (announce?: (did: string) => string) => void;
  readonly setOpen: (id: NodeId | null) => void;
  readonly setActiveGroup: (id: NodeId | null) => void;
  readonly setPanels: (panels: readonly string[] | null, announce?: string) => void;
  /** Panels kept from an earlier visit: no step to undo. */
  readonly adoptPanels: (panels: readonly string[]) => void;
  readonly setVersus: (versus: Versus) => void;
  readonly setMoment: (moment: { readonly asOf: string | null; readonly snapshot: string | null }) => void;
  /** Another definition in place of this one, with the saved audience that it is (null: of none): one step to undo. */
  readonly openDefinition: (tree: GroupNode, opened: OpenedAudience | null) => void;
  /**
   * What is explored is kept as a version of an audience from here on. What undo leads back to becomes a change of it,
   * too: saving once more then goes on from this version.
   */
  readonly markSaved: (opened: OpenedAudience) => void;
  readonly openAddress: (fragment: string) => void;
  readonly startEmpty: () => void;
}

let lastEdit = { merge: '', atMs: 0 };
/** Whether a pointer holds something: a drag is one step to undo however long it rests on its way. */
let isPointerDown = false;
globalThis.addEventListener?.(
  'pointerdown',
  () => {
    isPointerDown = true;
    // What was edited long before this drag is a step of its own.
    if (Date.now() - lastEdit.atMs >= MERGE_MS) lastEdit = { merge: '', atMs: 0 };
  },
  true,
);
for (const type of ['pointerup', 'pointercancel']) {
  globalThis.addEventListener?.(
    type,
    () => {
      isPointerDown = false;
    },
    true,
  );
}

/** What the page explores. The address follows it (see {@link followAddress}). */
export const useExploreStore = create<ExploreState>()((set, get) => {
  /** Changes what is looked at as one step to undo. */
  const step = (change: Partial<AddressState>, announcement = '') => {
    const { past } = get();
    lastEdit = { merge: '', atMs: 0 };
    set({ ...change, past: [...past, pickLooked(get(), announcement)].slice(-MAX_UNDO), future: [], announcement });
  };
  return {
    ...readFragment(globalThis.location?.hash ?? ''),
    past: [],
    future: [],
    openId: null,
    activeGroupId: null,
    announcement: '',
    edit: (change, options = {}) => {
      const { tree, past, openId } = get();
      const changed = change(tree);
      const opened = options.open === undefined ? openId : options.open;
      const announcement = options.announce ?? '';
      if (changed === tree) {
        set({ openId: opened });
        return;
      }
      const now = Date.now();
      const isSoon = isPointerDown || now - lastEdit.atMs < MERGE_MS;
      const merges = options.merge !== undefined && options.merge === lastEdit.merge && isSoon;
      lastEdit = { merge: options.merge ?? '', atMs: now };
      set({
        ...settle(changed, get()),
        past: merges ? past : [...past, pickLooked(get(), announcement)].slice(-MAX_UNDO),
        future: [],
        openId: opened !== null && findNode(changed, opened) !== null ? opened : null,
        announcement,
      });
    },
    undo: (announce = sayNothing) => {
      const { past, future } = get();
      const previous = past.at(-1);
      if (previous === undefined) return;
      lastEdit = { merge: '', atMs: 0 };
      const { did, ...looked } = previous;
      const undone = pickLooked(get(), did);
      set({
        ...looked,
        ...settle(looked.tree, get()),
        past: past.slice(0, -1),
        future: [undone, ...future],
        announcement: announce(did),
      });
    },
    redo: (announce = sayNothing) => {
      const { past, future } = get();
      const [next, ...rest] = future;
      if (next === undefined) return;
      lastEdit = { merge: '', atMs: 0 };
      const { did, ...looked } = next;
      const before = pickLooked(get(), did);
      set({ ...looked, ...settle(looked.tree, get()), past: [...past, before], future: rest, announcement: announce(did) });
    },
    setOpen: (openId) => set({ openId }),
    setActiveGroup: (activeGroupId) => set({ activeGroupId }),
    setPanels: (panels, announce) => step({ panels }, announce),
    adoptPanels: (panels) => set({ panels }),
    setVersus: (versus) => step({ versus }),
    setMoment: ({ asOf, snapshot }) => step({ asOf, snapshot }),
    openDefinition: (tree, opened) => {
      step({ tree, opened });
      set({ openId: null, activeGroupId: null });
    },
    markSaved: (opened) => {
      const { opened: before, past, future } = get();
      const mark = (state: PastState) => (state.opened?.id === before?.id ? { ...state, opened } : state);
      set({ opened, past: past.map(mark), future: future.map(mark) });
    },
    openAddress: (fragment) => {
      const current = get();
      if (current.brokenLink === null && fragment.replace(/^#/, '') === writeFragment(current)) return;
      // A link followed here replaces the question: one step back brings it again.
      const isNothing = current.brokenLink !== null || writeFragment(current) === '';
      const past = isNothing ? current.past : [...current.past, pickLooked(current, '')].slice(-MAX_UNDO);
      lastEdit = { merge: '', atMs: 0 };
      set({ ...readFragment(fragment), past, future: [], openId: null, activeGroupId: null });
    },
    startEmpty: () => set({ ...readFragment(''), past: [], future: [], openId: null, activeGroupId: null }),
  };
});

const sayNothing = () => '';

function pickLooked({ tree, asOf, snapshot, panels, versus, opened }: AddressState, did: string): PastState {
  return { tree, asOf, snapshot, panels, versus, opened, did };
}

/** A tree with the pointers into it that still lead somewhere. */
function settle(tree: GroupNode, state: ExploreState): Pick<ExploreState, 'tree' | 'openId' | 'activeGroupId'> {
  const keep = (id: NodeId | null) => (id !== null && findNode(tree, id) !== null ? id : null);
  return { tree, openId: keep(state.openId), activeGroupId: keep(state.activeGroupId) };
}

function readFragment(fragment: string): AddressState & Pick<ExploreState, 'brokenLink'> {
  const decoded = decodeAddress(fragment);
  if (decoded.kind === 'state') return { ...decoded.state, brokenLink: null };
  const nothing = { tree: makeEmptyTree(), asOf: null, snapshot: null, panels: null, versus: EVERYONE, opened: null };
  return { ...nothing, brokenLink: decoded.kind === 'broken' ? decoded : null };
}

function writeFragment(state: AddressState): string {
  const isPlain = state.tree.children.length === 0 && state.tree.mode === 'all' && !state.tree.negated;
  const isNewest = state.asOf === null && state.snapshot === null && state.opened === null;
  if (isPlain && isNewest && state.panels === null && state.versus.kind === 'everyone') return '';
  return encodeAddress(state);
}

/** The address of what is explored, whole, to be sent to others; with a moment given, pinned to it. */
export function writeLink(moment?: { readonly asOf: string; readonly snapshot: string }): string {
  const fragment = encodeAddress({ ...useExploreStore.getState(), ...moment });
  return `${location.origin}${location.pathname}#${fragment}`;
}

/** Keeps the address and the store together, both ways; gives back what ends it. */
export function followAddress(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let writtenAtMs = 0;
  // For a moment after another page was asked for, this one still listens: its address is none of a question.
  const isExplore = () => location.pathname === PATHS.explore;
  const write = () => {
    timer = undefined;
    writtenAtMs = Date.now();
    const state = useExploreStore.getState();
    if (state.brokenLink !== null || !isExplore()) return;
    const fragment = writeFragment(state);
    if (location.hash.replace(/^#/, '') === fragment) return;
    history.replaceState(null, '', fragment === '' ? location.pathname : `#${fragment}`);
  };
  // Browsers refuse addresses that change hundreds of times in half a minute, as under a dragged handle.
  const writeSoon = () => {
    const waitMs = writtenAtMs + WRITE_INTERVAL_MS - Date.now();
    if (timer === undefined && waitMs <= 0) write();
    else timer ??= setTimeout(write, waitMs);
  };
  const flush = () => {
    if (timer === undefined) return;
    clearTimeout(timer);
    write();
  };
  const read = () => {
    if (isExplore()) useExploreStore.getState().openAddress(location.hash);
  };
  // Another page may have been left for this address, or a link of the page followed, which wouter tells by `pushState`.
  read();
  addEventListener('hashchange', read);
  addEventListener('pushState', read);
  addEventListener('pagehide', flush);
  const stop = useExploreStore.subscribe(writeSoon);
  return () => {
    removeEventListener('hashchange', read);
    removeEventListener('pushState', read);
    removeEventListener('pagehide', flush);
    stop();
    flush();
  };
}
