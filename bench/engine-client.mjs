// The benchmark's side of engine-process.mjs.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const CHILD = fileURLToPath(new URL('engine-process.mjs', import.meta.url));

/** An engine that a process of its own has opened; `send` gives it one of the commands. */
export async function openEngine(name, setup) {
  const child = fork(CHILD, { serialization: 'advanced', execArgv: [], stdio: ['ignore', 2, 'inherit', 'ipc'] });
  const send = (command, parameters = {}) =>
    new Promise((resolve, reject) => {
      const onExit = (code) => reject(new Error(`The process of ${name} ended with ${code} while it was asked to ${command}.`));
      child.once('exit', onExit);
      child.once('message', ({ result, error }) => {
        child.off('exit', onExit);
        if (error === undefined) resolve(result);
        else reject(new Error(`${name} failed to ${command}: ${error}`));
      });
      child.send({ command, ...parameters });
    });
  const close = async () => {
    if (child.exitCode !== null || !child.connected) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    await send('close').catch(() => child.kill());
    await ended;
  };
  try {
    const { version, loadMs, sizeBytes } = await send('open', { name, ...setup });
    return { name, version, loadMs, sizeBytes, send, close };
  } catch (error) {
    await close();
    throw error;
  }
}
