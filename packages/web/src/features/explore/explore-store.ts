import { create } from 'zustand';
import type { Versus } from './compare/versus.ts';
import type { AddressState, BrokenAddress, OpenedAudience } from './definition/address.ts';
import { findNode } from './definition/edit-tree.ts';
import type { GroupNode, NodeId } from './definition/tree.ts';
import { noteSaved } from './definition/write-address.ts';
import { readFragment, writeFragment } from './fragment.ts';

/** Steps that can be undone. */
const MAX_UNDO = 200;
/** Edits with the same merge key within this time are one step to undo. */
const MERGE_MS = 1500;

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
  readonly brokenLink: BrokenAddress | null;
  /** Whether the address names a saved audience whose definition is on its way; until it is there nothing is asked. */
  readonly isAwaited: boolean;
  /** Where the question is that the address stands for: in it, in this tab only (too large), or nowhere but on the page. */
  readonly kept: 'address' | 'tab' | 'page';
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
   * What is explored is kept as a version of an audience from here on; `tree` is what was saved. What undo leads back to
   * becomes a change of it, too: saving once more then goes on from this version.
   */
  readonly markSaved: (opened: OpenedAudience, tree: GroupNode) => void;
  readonly openAddress: (fragment: string) => void;
  /** The definition that was awaited; null: there is none. */
  readonly settleAwaited: (tree: GroupNode | null, detail: string) => void;
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

/** What the page explores. The address follows it (see `followAddress`). */
export const useExploreStore = create<ExploreState>()((set, get) => {
  /** Changes what is looked at as one step to undo. */
  const step = (change: Partial<AddressState>, announcement = '') => {
    const { past } = get();
    lastEdit = { merge: '', atMs: 0 };
    set({
      ...change,
      isAwaited: false,
      past: [...past, pickLooked(get(), announcement)].slice(-MAX_UNDO),
      future: [],
      announcement,
    });
  };
  return {
    ...readFragment(globalThis.location?.hash ?? ''),
    kept: 'address',
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
        ...SETTLED,
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
      set({
        ...looked,
        ...SETTLED,
        ...settle(looked.tree, get()),
        past: [...past, before],
        future: rest,
        announcement: announce(did),
      });
    },
    setOpen: (openId) => set({ openId }),
    setActiveGroup: (activeGroupId) => set({ activeGroupId }),
    setPanels: (panels, announce) => step({ panels }, announce),
    adoptPanels: (panels) => set({ panels }),
    setVersus: (versus) => step({ versus }),
    setMoment: ({ asOf, snapshot }) => step({ asOf, snapshot }),
    openDefinition: (tree, opened) => {
      if (opened !== null) noteSaved(tree, opened);
      step({ tree, opened });
      set({ openId: null, activeGroupId: null });
    },
    markSaved: (opened, tree) => {
      const { opened: before, past, future } = get();
      noteSaved(tree, opened);
      const mark = (state: PastState) => (state.opened?.id === before?.id ? { ...state, opened } : state);
      set({ opened, past: past.map(mark), future: future.map(mark) });
    },
    openAddress: (fragment) => {
      const current = get();
      if (current.brokenLink === null && !current.isAwaited && fragment.replace(/^#/, '') === writeFragment(current)) return;
      // A link followed here replaces the question: one step back brings it again.
      const isNothing = current.brokenLink !== null || current.isAwaited || writeFragment(current) === '';
      const past = isNothing ? current.past : [...current.past, pickLooked(current, '')].slice(-MAX_UNDO);
      lastEdit = { merge: '', atMs: 0 };
      set({ ...readFragment(fragment), past, future: [], openId: null, activeGroupId: null });
    },
    settleAwaited: (tree, detail) => {
      const { isAwaited, opened } = get();
      if (!isAwaited) return;
      if (tree === null) set({ isAwaited: false, brokenLink: { kind: 'broken', reason: 'missing', detail } });
      else {
        if (opened !== null) noteSaved(tree, opened);
        set({ isAwaited: false, tree });
      }
    },
    startEmpty: () => {
      lastEdit = { merge: '', atMs: 0 };
      set({ ...readFragment(''), past: [], future: [], openId: null, activeGroupId: null });
    },
  };
});

/** A question that is there, whatever the address said. */
const SETTLED = { brokenLink: null, isAwaited: false } as const;
const sayNothing = () => '';

function pickLooked({ tree, asOf, snapshot, panels, versus, opened }: AddressState, did: string): PastState {
  return { tree, asOf, snapshot, panels, versus, opened, did };
}

/** A tree with the pointers into it that still lead somewhere. */
function settle(tree: GroupNode, state: ExploreState): Pick<ExploreState, 'tree' | 'openId' | 'activeGroupId'> {
  const keep = (id: NodeId | null) => (id !== null && findNode(tree, id) !== null ? id : null);
  return { tree, openId: keep(state.openId), activeGroupId: keep(state.activeGroupId) };
}
