// npm run demo: installs, builds, makes the data, serves it and opens the explorer.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { build, install, requireNode, root } from './steps.mjs';

requireNode();
if (!install() || !build()) process.exit(1);
const demo = spawn(process.execPath, [join(root, 'packages/cli/bin/silhouette.js'), 'demo', ...process.argv.slice(2)], {
  stdio: 'inherit',
  cwd: root,
});
// The terminal sends Ctrl-C to both; this process waits for the server to finish.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => signal === 'SIGTERM' && demo.kill(signal));
demo.on('exit', (code, signal) => process.exit(signal === null ? (code ?? 1) : 130));
