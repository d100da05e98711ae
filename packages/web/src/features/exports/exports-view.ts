import { create } from 'zustand';

interface ExportsView {
  readonly isListOpen: boolean;
  readonly openList: () => void;
  readonly closeList: () => void;
}

/** Whether the list of exports is open: opened from the header, and by whoever starts an export. */
export const useExportsView = create<ExportsView>()((set) => ({
  isListOpen: false,
  openList: () => set({ isListOpen: true }),
  closeList: () => set({ isListOpen: false }),
}));
