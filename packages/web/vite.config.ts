import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';

/** `SILHOUETTE_API` names a running server to develop against (default: the port of `silhouette serve`). */
declare const process: { readonly env: Readonly<Record<string, string | undefined>> };

export default defineConfig({
  plugins: [react()],
  resolve: { conditions: ['source', ...defaultClientConditions] },
  build: { outDir: 'dist', emptyOutDir: true, target: 'es2022', assetsInlineLimit: 0, chunkSizeWarningLimit: 700 },
  server: { proxy: { '/api': process.env.SILHOUETTE_API ?? 'http://127.0.0.1:4000' } },
});
