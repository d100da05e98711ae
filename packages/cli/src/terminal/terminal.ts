import { styleText } from 'node:util';

/** Where a command writes, and what it may do there. */
export interface Terminal {
  readonly out: NodeJS.WritableStream;
  readonly err: NodeJS.WritableStream;
  /** Whether answers go to a person's terminal (colours, fitted tables). */
  readonly outIsTty: boolean;
  /** Whether messages go to a person's terminal (moving progress). */
  readonly errIsTty: boolean;
  /** Columns of the terminal; 100 where there is none. */
  readonly width: number;
  readonly colours: boolean;
}

/** The process's own terminal. Colours are off when it is none, with `NO_COLOR`, and on with `FORCE_COLOR`. */
export function openTerminal(env: NodeJS.ProcessEnv): Terminal {
  const outIsTty = process.stdout.isTTY === true;
  const noColour = (env.NO_COLOR ?? '') !== '';
  const force = (env.FORCE_COLOR ?? '') !== '' && env.FORCE_COLOR !== '0';
  return {
    out: process.stdout,
    err: process.stderr,
    outIsTty,
    errIsTty: process.stderr.isTTY === true,
    width: process.stdout.columns ?? 100,
    colours: !noColour && (force || outIsTty),
  };
}

/** A text in bold, dim or a colour where colours are on. */
export function paint(terminal: Terminal, style: 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan', text: string): string {
  return terminal.colours ? styleText(style, text) : text;
}

/** Writes an answer line. */
export function print(terminal: Terminal, line = ''): void {
  terminal.out.write(`${line}\n`);
}

/** Writes a message line, apart from answers. */
export function tell(terminal: Terminal, line = ''): void {
  terminal.err.write(`${line}\n`);
}
