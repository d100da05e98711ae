import { SilhouetteError } from '@silhouette/model';
import { CommanderError } from 'commander';
import { buildProgram } from './program.ts';
import { openTerminal, paint, print, type Terminal, tell } from './terminal/terminal.ts';

/** Exit codes of the command line. */
const EXIT = { problem: 1, wrongOptions: 2, interrupted: 130 } as const;

/**
 * Runs `silhouette` with arguments (without node and script) and leaves the exit code in `process.exitCode`:
 * 0 done, 1 a problem, 2 wrong options, 130 stopped by Ctrl-C.
 */
export async function runCli(args: readonly string[]): Promise<void> {
  const terminal = openTerminal(process.env);
  const interrupt = new AbortController();
  let stopped = 0;
  const stop = (): void => {
    stopped += 1;
    interrupt.abort();
    // A second Ctrl-C does not wait: whatever is written is written aside first, so nothing half-written stays.
    if (stopped > 1) process.exit(EXIT.interrupted);
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  // A reader that has had enough (`| head`) ends the command quietly.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : EXIT.problem));
  try {
    const program = buildProgram({ terminal, env: process.env, cwd: process.cwd(), signal: interrupt.signal });
    await program.parseAsync([...args], { from: 'user' });
  } catch (error) {
    process.exitCode = interrupt.signal.aborted ? EXIT.interrupted : reportFailure(error, args, terminal);
  } finally {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  }
  if (interrupt.signal.aborted && process.exitCode === undefined) process.exitCode = EXIT.interrupted;
}

function reportFailure(error: unknown, args: readonly string[], terminal: Terminal): number {
  const json = args.includes('--json');
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0;
    if (json) printIssues(terminal, [{ path: '', code: 'invalid-option', message: error.message.replace(/^error: /, '') }]);
    return EXIT.wrongOptions;
  }
  if (error instanceof SilhouetteError) {
    if (json) printIssues(terminal, error.issues);
    else {
      for (const issue of error.issues) {
        tell(terminal, `${paint(terminal, 'red', '✗')} ${issue.path === '' ? '' : `${issue.path}: `}${issue.message}`);
      }
    }
    if (args.includes('--debug')) tell(terminal, String(error.stack));
    return error.code === 'invalid-option' || error.code === 'unknown-engine' ? EXIT.wrongOptions : EXIT.problem;
  }
  const message = error instanceof Error ? error.message : String(error);
  if (json) printIssues(terminal, [{ path: '', code: 'internal', message }]);
  else tell(terminal, `${paint(terminal, 'red', '✗')} ${message} (unexpected; --debug shows where)`);
  if (args.includes('--debug') && error instanceof Error) tell(terminal, String(error.stack));
  return EXIT.problem;
}

function printIssues(terminal: Terminal, issues: readonly unknown[]): void {
  print(terminal, JSON.stringify({ issues }));
}
