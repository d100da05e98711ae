import babel from '@rolldown/plugin-babel';
import react, { reactCompilerPreset } from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';
import { compressAssets, loadThemeFirst } from './vite-plugins.ts';

/** `SILHOUETTE_API` names a running server to develop against (default: the port of `silhouette serve`). */
declare const process: { readonly env: Readonly<Record<string, string | undefined>> };

const API = process.env.SILHOUETTE_API ?? 'http://127.0.0.1:4000';

/** What is drawn anew sixty times a second under a dragged handle; elsewhere it would only make the first load larger. */
const compiler = reactCompilerPreset();
compiler.rolldown = {
  ...compiler.rolldown,
  filter: { ...compiler.rolldown?.filter, id: /src\/features\/explore\/(?!drawers|portrait|saved)/ },
};

/** Where the build's time goes is no news to whoever runs the demo. */
const QUIET = { checks: { bundlerTimings: false } };

export default defineConfig({
  plugins: [react(), babel({ presets: [compiler] }), loadThemeFirst('src/app/set-theme.js'), compressAssets()],
  resolve: { conditions: ['source', ...defaultClientConditions] },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
    rolldownOptions: QUIET,
  },
  server: { proxy: Object.fromEntries(['/api', '/healthz', '/readyz'].map((path) => [path, API])) },
});
