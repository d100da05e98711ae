#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';

const main = new URL('../dist/main.js', import.meta.url);
if (!existsSync(main)) {
  process.stderr.write(
    'Silhouette is not built here: run "npm install" and "npm run build" in the checkout (or just "npm run demo").\n',
  );
  process.exit(1);
}
// Opening the embedded PostgreSQL runs most of it once, which the V8 of Node 20 would optimise in the background meanwhile; newer ones
// wait longer by themselves. What runs for some hundredths of a second is optimised all the same.
if (process.versions.node.startsWith('20.')) setFlagsFromString('--wasm-tiering-budget=36000000');

const { runCli } = await import(main.href);
await runCli(process.argv.slice(2));
