import type { CatalogAnswer, CatalogAttribute } from '@silhouette/model';
import { create } from 'zustand';
import { useMe } from '../../api/accounts.ts';

interface PurposeState {
  /** What personal values are looked at for; null: nothing was told on this visit. */
  readonly purpose: string | null;
  readonly tell: (purpose: string | null) => void;
}

/** What was told on this visit: a reload, or another tab, asks again. */
export const usePurpose = create<PurposeState>()((set) => ({
  purpose: null,
  tell: (purpose) => set({ purpose }),
}));

/** What the server does with personal values for who uses the page. */
export interface PersonalView {
  /** Whether they are masked as things stand. */
  readonly isMasked: boolean;
  /** Whether telling a purpose shows them. */
  readonly maySee: boolean;
  /** Whether they are the local owner, of whom nothing is asked. */
  readonly isLocal: boolean;
}

/** How personal values are shown to who uses the page, by their permissions and what they told. Masked until it is known. */
export function usePersonalView(): PersonalView {
  const me = useMe().data;
  const { purpose } = usePurpose();
  const isLocal = me?.actor.kind === 'local';
  const maySee = me?.permissions.includes('personal.see') ?? false;
  return { isMasked: !isLocal && !(maySee && purpose !== null), maySee, isLocal };
}

/** Whether an attribute tells of persons: those are what is masked. */
export function isPersonalAttribute({ privacy }: Pick<CatalogAttribute, 'privacy'>): boolean {
  return privacy === 'personal' || privacy === 'sensitive';
}

/** Whether keys of customers tell of persons: then they are masked like such attributes. */
export function isPersonalKey({ keyPrivacy }: Pick<CatalogAnswer, 'keyPrivacy'>): boolean {
  return isPersonalAttribute({ privacy: keyPrivacy });
}
