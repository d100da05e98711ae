// Shared by the two commands of the README: runs on a bare Node, before anything is installed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const root = new URL('..', import.meta.url).pathname;

/** Stops with a sentence when Node is older than the project needs. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(`Silhouette needs Node 20.19 or newer; this is ${process.version}.`);
  process.exit(1);
}

/** Runs a command in the checkout, showing what it prints; true when it exits with 0. */
export function run(command, args, options = {}) {
  const result = spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options });
  if (result.error) console.error(String(result.error.message));
  return result.status === 0;
}

/** Path of a tool that npm installed. */
export function tool(name) {
  return join(root, 'node_modules', '.bin', name);
}

/** `npm ci`, unless what is installed is what the lock file says. */
export function install() {
  const lock = readFileSync(join(root, 'package-lock.json'));
  const hash = createHash('sha256').update(lock).digest('hex');
  const stamp = join(root, 'node_modules', '.silhouette-lock');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return true;
  console.error('Installing dependencies (npm ci) …');
  // npm sets variables for its scripts that a nested npm would take for options.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^npm_(config|lifecycle|package|command)/i.test(name) || /registry|cache|userconfig/i.test(name),
    ),
  );
  if (!run('npm', ['ci', '--no-fund', '--no-audit', '--loglevel=error'], { env })) return false;
  writeFileSync(stamp, hash);
  return true;
}

/** Compiles the packages and bundles the page. */
export function build() {
  return (
    run(tool('tsc'), ['-b']) &&
    buildKernels() &&
    run(process.execPath, ['packages/server/dist/store/make-empty-database.js']) &&
    run(tool('vite'), ['build', '--logLevel', 'warn', 'packages/web'])
  );
}

/** Compiles the index's WebAssembly kernels. */
function buildKernels() {
  return run(tool('asc'), ['assembly/index.ts', '--config', 'asconfig.json'], { cwd: join(root, 'packages/bitslice') });
}

/** The first Chromium found: `CHROMIUM_PATH`, the usual places, then the PATH; null when there is none. */
export function findChromium() {
  const named = process.env.CHROMIUM_PATH;
  if (named) return existsSync(named) ? named : null;
  const places = [
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/usr/bin/google-chrome-stable',
    '/snap/bin/chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ];
  for (const folder of (process.env.PATH ?? '').split(':'))
    for (const name of ['chromium', 'google-chrome']) places.push(join(folder, name));
  return places.find((place) => existsSync(place) && statSync(place).isFile()) ?? null;
}

/** A Chromium, installed from Debian's packages where there is none and this user may; null when it cannot be had. */
export function provideChromium() {
  const found = findChromium();
  if (found !== null) return found;
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return null;
  console.error('Installing Chromium and a Korean font from Debian …');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  run('apt-get', ['-qq', 'update'], { env });
  run('apt-get', ['-qq', '-y', 'install', '--no-install-recommends', 'chromium', 'fonts-noto-cjk'], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return findChromium();
}
