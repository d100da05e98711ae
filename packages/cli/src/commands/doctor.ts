import { examineIndex } from '@silhouette/engine';
import {
  ChdbSession,
  checkLake,
  detectConfinement,
  readCurrentSnapshot,
  type Snapshot,
  type Workspace,
} from '@silhouette/lake';
import { SilhouetteError } from '@silhouette/model';
import { examineErasures, examineExports, examineStore } from '@silhouette/server';
import type { Command } from 'commander';
import { type CommandContext, type CommonOptions, openCommandWorkspace, printJson } from '../command-context.ts';
import { checkExportsFolder } from '../doctor/check-exports-folder.ts';
import { checkSpace } from '../doctor/check-space.ts';
import { checkStore } from '../doctor/check-store.ts';
import type { Finding } from '../doctor/finding.ts';
import { findPage } from '../find-page.ts';
import { addCommonOptions } from '../options.ts';
import { describeKeys } from '../terminal/describe-keys.ts';
import { formatBytes, formatCount } from '../terminal/format.ts';
import { paint, print } from '../terminal/terminal.ts';

/** `silhouette doctor`: what is installed, reachable, stale or broken, and what to do. */
export function addDoctorCommand(program: Command, context: CommandContext): void {
  addCommonOptions(program.command('doctor'))
    .description('what is installed, reachable, stale or broken, and what to do')
    .action((options: CommonOptions) => examine(context, options));
}

async function examine(context: CommandContext, options: CommonOptions): Promise<void> {
  const findings: Finding[] = [checkNode(), await checkClickHouse(), checkPage(), checkConfinement()];
  const workspace = await attempt('workspace', async () => openCommandWorkspace(context, options), findings);
  if (workspace !== null) {
    findings.push({ check: 'workspace', state: 'ok', message: workspace.dir }, ...(await checkSpace(workspace)));
    await examineLake(workspace, findings);
    const erasures = await attempt('erasures', async () => examineErasures(workspace), findings);
    if (erasures !== null) findings.push(checkErasures(erasures));
    const store = await examineStore({ stateDir: workspace.stateDir, env: context.env });
    findings.push(...checkStore(store), checkExportsFolder(examineExports(workspace.stateDir), store.kind === 'held'));
  }
  if (options.json) printJson(context, { findings });
  else printFindings(context, findings);
  if (findings.some((finding) => finding.state === 'problem')) process.exitCode = 1;
}

async function examineLake(workspace: Workspace, findings: Finding[]): Promise<void> {
  const snapshot = await attempt('snapshot', () => readCurrentSnapshot(workspace), findings);
  if (snapshot === null) {
    if (!findings.some((finding) => finding.check === 'snapshot')) {
      findings.push({ check: 'snapshot', state: 'warning', message: 'Nothing has been loaded yet; run "silhouette load".' });
    }
    return;
  }
  findings.push({
    check: 'snapshot',
    state: 'ok',
    message: `${snapshot.id}: ${formatCount(snapshot.customersKnown)} customers, as of ${new Date(snapshot.asOfMs).toISOString()}`,
  });
  const { keys } = snapshot.report;
  if (keys !== undefined) findings.push({ check: 'customer keys', state: 'warning', message: describeKeys(keys) });
  const lake = await checkLake(workspace);
  if (lake.issues.length === 0) {
    const message = `${formatCount(lake.filesChecked)} files of ${lake.snapshots.length} kept snapshots (${formatBytes(lake.bytesChecked)}) are what their checksums say`;
    findings.push({ check: 'lake files', state: 'ok', message });
  }
  findings.push(checkIndexFiles(workspace, snapshot));
  for (const issue of lake.issues)
    findings.push({ check: 'lake files', state: 'problem', message: `${issue.path}: ${issue.message}` });
}

function checkIndexFiles(workspace: Workspace, snapshot: Snapshot): Finding {
  const found = examineIndex(workspace.indexDir, snapshot, true);
  switch (found.state) {
    case 'missing':
      return { check: 'index', state: 'warning', message: 'there is none; answers are slow until "silhouette load" builds it' };
    case 'newer':
      return {
        check: 'index',
        state: 'warning',
        message: 'a newer Silhouette wrote it, and this one cannot read it; answers are slow',
      };
    case 'outdated':
      return { check: 'index', state: 'warning', message: 'another version wrote it; "silhouette load" builds it anew' };
    case 'damaged':
      return {
        check: 'index',
        state: 'problem',
        message: `${found.problems[0] ?? 'it is damaged'}; it gives no answers, and "silhouette load" builds it anew`,
      };
    case 'whole':
      return {
        check: 'index',
        state: 'ok',
        message: `${formatCount(found.segments)} segments (${formatBytes(found.bytes)}) are what their checksums say`,
      };
  }
}

function printFindings(context: CommandContext, findings: readonly Finding[]): void {
  const marks = {
    ok: paint(context.terminal, 'green', '✓'),
    warning: paint(context.terminal, 'yellow', '!'),
    problem: paint(context.terminal, 'red', '✗'),
  };
  for (const finding of findings) print(context.terminal, `${marks[finding.state]} ${finding.check}: ${finding.message}`);
}

function checkErasures({ customers, open }: ReturnType<typeof examineErasures>): Finding {
  const kept = `${formatCount(customers)} erased ${customers === 1 ? 'customer is' : 'customers are'} kept out of loads`;
  if (open === 0) return { check: 'erasures', state: 'ok', message: kept };
  const remedy = 'a running server does them, or "silhouette privacy erase"';
  return {
    check: 'erasures',
    state: 'warning',
    message: `${kept}; ${formatCount(open)} ${open === 1 ? 'request is' : 'requests are'} not done: ${remedy}`,
  };
}

function checkNode(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const enough = major > 20 || (major === 20 && minor >= 19);
  return {
    check: 'node',
    state: enough ? 'ok' : 'problem',
    message: enough ? process.version : `${process.version}; install 20.19 or newer`,
  };
}

async function checkClickHouse(): Promise<Finding> {
  try {
    const session = await ChdbSession.open();
    const [row] = await session.query<{ readonly version: string }>('SELECT version() AS version');
    await session.close();
    return { check: 'chdb', state: 'ok', message: `ClickHouse ${row?.version ?? '?'} inside this process` };
  } catch (error) {
    return {
      check: 'chdb',
      state: 'problem',
      message: `${error instanceof Error ? error.message : error}; run "npm ci" on a platform that chDB has a library for`,
    };
  }
}

function checkPage(): Finding {
  return findPage() === null
    ? { check: 'page', state: 'warning', message: 'the explorer page is not built; run "npm run build"' }
    : { check: 'page', state: 'ok', message: 'built' };
}

function checkConfinement(): Finding {
  const level = detectConfinement();
  if (level !== 'limits-only') return { check: 'sql confinement', state: 'ok', message: level };
  const message =
    'SQL typed by people is held by its parse and by limits only; namespaces need Linux with util-linux, as root or with user namespaces allowed';
  return { check: 'sql confinement', state: 'warning', message };
}

async function attempt<T>(check: string, task: () => Promise<T>, findings: Finding[]): Promise<T | null> {
  try {
    return await task();
  } catch (error) {
    if (!(error instanceof SilhouetteError)) throw error;
    for (const issue of error.issues) findings.push({ check, state: 'problem', message: issue.message });
    return null;
  }
}
