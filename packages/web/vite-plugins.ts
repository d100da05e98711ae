import { readFileSync } from 'node:fs';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

/** Text smaller than this gains nothing by being compressed. */
const LEAST_BYTES = 1024;

/**
 * Puts a script of ours first into the page, as a file of its own: it runs before anything is painted, and the content
 * policy allows no inline script. `path` is relative to the package.
 */
export function loadThemeFirst(path: string): Plugin {
  const name = path.split('/').at(-1) ?? path;
  let isBuild = false;
  return {
    name: 'load-theme-first',
    configResolved: (config) => {
      isBuild = config.command === 'build';
    },
    buildStart() {
      if (isBuild) this.emitFile({ type: 'asset', name, source: readFileSync(new URL(path, import.meta.url), 'utf8') });
    },
    transformIndexHtml: {
      order: 'post',
      handler: (_html, { bundle }) => {
        const file = Object.values(bundle ?? {}).find((output) => output.type === 'asset' && output.names.includes(name));
        if (isBuild && file === undefined) throw new Error(`${name} was not emitted.`);
        const src = file === undefined ? `/${path}` : `/${file.fileName}`;
        return [{ tag: 'script', attrs: { src }, injectTo: 'head-prepend' }];
      },
    },
  };
}

/** Writes every script and style also as `.br` and `.gz`, which the server sends to browsers that take them. */
export function compressAssets(): Plugin {
  return {
    name: 'compress-assets',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        for (const output of Object.values(bundle)) {
          if (!/\.(?:js|css|svg)$/.test(output.fileName)) continue;
          const source = Buffer.from(output.type === 'chunk' ? output.code : output.source);
          if (source.length < LEAST_BYTES) continue;
          const br = brotliCompressSync(source, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: source.length } });
          this.emitFile({ type: 'asset', fileName: `${output.fileName}.br`, source: br });
          this.emitFile({ type: 'asset', fileName: `${output.fileName}.gz`, source: gzipSync(source, { level: 9 }) });
        }
      },
    },
  };
}
