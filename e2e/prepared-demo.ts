import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { inject } from 'vitest';
import { startServer } from './start-server.ts';

/**
 * Copies a demo of some customers, loaded and indexed, to a folder. The first who asks for a size makes it; the others of the same run wait
 * for it. @throws when it cannot be made
 */
export async function copyDemo(customers: number, folder: string): Promise<void> {
  const made = join(inject('demos'), String(customers));
  const lock = `${made}.lock`;
  while (!existsSync(made)) {
    if (takeLock(lock)) {
      await makeDemo(customers, made).finally(() => rmSync(lock, { recursive: true }));
    } else await wait(200);
  }
  cpSync(made, folder, { recursive: true });
}

function takeLock(lock: string): boolean {
  try {
    mkdirSync(lock);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

async function makeDemo(customers: number, made: string): Promise<void> {
  if (existsSync(made)) return;
  const making = `${made}.making`;
  rmSync(making, { recursive: true, force: true });
  const options = ['--customers', String(customers), '--no-open', '--port', '0', '--workspace', making];
  const server = await startServer(['demo', ...options]);
  await server.end('SIGINT');
  renameSync(making, made);
}
