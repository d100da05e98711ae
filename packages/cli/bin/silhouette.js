#!/usr/bin/env node
import { existsSync } from 'node:fs';

const main = new URL('../dist/main.js', import.meta.url);
if (!existsSync(main)) {
  process.stderr.write(
    'Silhouette is not built here: run "npm install" and "npm run build" in the checkout (or just "npm run demo").\n',
  );
  process.exit(1);
}
const { runCli } = await import(main.href);
await runCli(process.argv.slice(2));
