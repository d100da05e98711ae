import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { SilhouetteError } from '@silhouette/model';
import { checkNewPassword } from '@silhouette/server';
import type { CommandContext } from './command-context.ts';

/**
 * A new password: of the file that `SILHOUETTE_PASSWORD_FILE` names, else asked for at the terminal without showing it, else
 * from standard input. Never from arguments, which every user of the machine may see.
 * @throws SilhouetteError `invalid-option` when it is none.
 */
export async function readNewPassword(context: CommandContext): Promise<string> {
  const file = context.env.SILHOUETTE_PASSWORD_FILE ?? '';
  const given = file !== '' ? readFile(file) : process.stdin.isTTY ? await askTwice(context) : await text(process.stdin);
  const password = given.replace(/\r?\n$/, '');
  const problem = checkNewPassword(password);
  if (problem !== null) throw SilhouetteError.of('invalid-option', problem, 'password');
  return password;
}

function readFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw SilhouetteError.of('invalid-option', `SILHOUETTE_PASSWORD_FILE cannot be read: ${path}`, '', error);
  }
}

async function askTwice(context: CommandContext): Promise<string> {
  const password = await ask(context, 'Password (12 characters at least): ');
  if ((await ask(context, 'The same once more: ')) === password) return password;
  throw SilhouetteError.of('invalid-option', 'The two passwords are not the same.', 'password');
}

async function ask({ terminal, signal }: CommandContext, question: string): Promise<string> {
  terminal.err.write(question);
  // What is typed is echoed into nothing.
  const output = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output, terminal: true });
  try {
    return await lines.question('', { signal });
  } finally {
    lines.close();
    terminal.err.write('\n');
  }
}
