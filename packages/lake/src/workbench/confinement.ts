import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** How far the operating system shuts the workbench's process in. */
export type ConfinementLevel = 'namespaces' | 'user-namespaces' | 'limits-only';

/** What the confined process may see. */
export interface ConfinementPlan {
  /** Folders it may read: the program, the lake. */
  readonly readable: readonly string[];
  /** An empty folder of its own: the only place where it may write, in memory. */
  readonly tempDir: string;
  readonly cpuSeconds: number;
}

let detected: ConfinementLevel | null = null;

/** What this machine allows; found once by trying. */
export function detectConfinement(): ConfinementLevel {
  detected ??= tryLevels();
  return detected;
}

function tryLevels(): ConfinementLevel {
  if (process.platform !== 'linux') return 'limits-only';
  const works = (args: readonly string[]): boolean =>
    spawnSync('unshare', [...args, '--', 'sh', '-c', 'mount --make-rprivate / && mount -t tmpfs tmpfs /mnt'], {
      stdio: 'ignore',
      timeout: 5000,
    }).status === 0;
  if (process.getuid?.() === 0 && works(ROOT_NAMESPACES)) return 'namespaces';
  if (works(USER_NAMESPACES)) return 'user-namespaces';
  return 'limits-only';
}

const ROOT_NAMESPACES = ['--mount', '--net', '--ipc', '--uts', '--pid', '--fork', '--kill-child'];
const USER_NAMESPACES = ['--user', '--map-root-user', ...ROOT_NAMESPACES];

/** System folders a program needs to start; read only. */
const SYSTEM_FOLDERS = [
  '/usr',
  '/lib',
  '/lib64',
  '/lib32',
  '/bin',
  '/sbin',
  '/etc/ld.so.cache',
  '/etc/alternatives',
  '/etc/localtime',
];
const DEVICES = ['/dev/null', '/dev/zero', '/dev/urandom', '/dev/random'];

/**
 * The command line that runs `command` shut in: its own mount, network, process and IPC namespaces, a root of read-only
 * binds of just what it needs, an unprivileged user without capabilities (`namespaces`), or the same inside a user
 * namespace (`user-namespaces`); elsewhere the command itself.
 */
export function confineCommand(command: readonly string[], plan: ConfinementPlan): readonly string[] {
  const level = detectConfinement();
  if (level === 'limits-only') return command;
  const namespaces = level === 'namespaces' ? ROOT_NAMESPACES : USER_NAMESPACES;
  return ['unshare', ...namespaces, '--', 'sh', '-c', buildScript(command, plan, level)];
}

function buildScript(command: readonly string[], plan: ConfinementPlan, level: ConfinementLevel): string {
  const root = `${plan.tempDir}/root`;
  const lines = [
    'set -e',
    'mount --make-rprivate /',
    `mkdir -p ${quote(root)}`,
    `mount -t tmpfs -o mode=755,size=1m tmpfs ${quote(root)}`,
  ];
  const bind = (path: string): void => {
    const target = quote(root + path);
    const isFile = `[ -f ${quote(path)} ] || [ -c ${quote(path)} ]`;
    lines.push(`if ${isFile}; then mkdir -p "$(dirname ${target})"; touch ${target}; else mkdir -p ${target}; fi`);
    lines.push(`mount --bind ${quote(path)} ${target}`);
    if (!path.startsWith('/dev/'))
      lines.push(`mount -o remount,bind,ro,nosuid,nodev ${target} 2>/dev/null || mount -o remount,bind,ro ${target}`);
  };
  const readable = [...SYSTEM_FOLDERS, ...DEVICES, ...plan.readable].filter((path) => existsSync(path));
  for (const path of withoutNested(readable)) bind(path);
  lines.push(`mkdir -p ${quote(`${root}/proc`)} ${quote(root + plan.tempDir)}`, `mount -t proc proc ${quote(`${root}/proc`)}`);
  lines.push(`mount -t tmpfs -o mode=1777,size=2g tmpfs ${quote(root + plan.tempDir)}`);
  const limits = ['prlimit', `--cpu=${plan.cpuSeconds}`, '--core=0', '--fsize=4294967296'];
  const drop =
    level === 'namespaces'
      ? [
          'setpriv',
          '--reuid=65534',
          '--regid=65534',
          '--clear-groups',
          '--inh-caps=-all',
          '--bounding-set=-all',
          '--no-new-privs',
        ]
      : ['setpriv', '--inh-caps=-all', '--bounding-set=-all', '--no-new-privs'];
  const run = [
    'chroot',
    root,
    ...limits,
    ...drop,
    'env',
    '-i',
    `HOME=${plan.tempDir}`,
    `TMPDIR=${plan.tempDir}`,
    'PATH=/usr/bin:/bin',
    ...command,
  ];
  lines.push(`cd ${quote(root)}`, `exec ${run.map(quote).join(' ')}`);
  return lines.join('\n');
}

/** Folders that lie in another folder of the list are there already. */
function withoutNested(paths: readonly string[]): string[] {
  const sorted = [...new Set(paths)].sort();
  return sorted.filter((path) => !sorted.some((other) => other !== path && path.startsWith(`${other}/`)));
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
