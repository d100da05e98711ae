/** Parts of Explore that its first number does without: loaded when they are first opened, or once the page has its answers. */
export const loadDrawers = () => import('./drawers/explore-drawers.tsx').then((m) => ({ default: m.ExploreDrawers }));
export const loadPortrait = () => import('./portrait/portrait-panel.tsx').then((m) => ({ default: m.PortraitPanel }));
export const loadSaveDialog = () => import('../audiences/save-dialog.tsx').then((m) => ({ default: m.SaveDialog }));
