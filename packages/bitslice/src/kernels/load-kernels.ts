import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import type { Kernels } from './kernels.ts';

/** Bytes of a WebAssembly page. */
export const PAGE_BYTES = 65_536;
/** Bytes that belong to the kernels themselves: nothing may be placed below. */
export const RESERVED_BYTES = 65_536;

let compiled: WebAssembly.Module | null = null;

/**
 * The compiled kernels, once a process: threads are given them ({@link adoptKernels}). `kernels.wasm` is made by `npm run build`. All of
 * them are compiled at once (some 20 ms) by the optimising compiler: the fast compiler's code is several times slower and would answer the
 * first questions. V8's flags are the process's and put back before anything else runs on this thread, with the one that `--no-liftoff`
 * implies (`--no-wasm-dynamic-tiering`): any other module, an embedded database say, would take seconds of processor time to begin.
 */
export function compileKernels(): WebAssembly.Module {
  if (compiled === null) {
    const bytes = readFileSync(new URL('../../dist/kernels.wasm', import.meta.url));
    setFlagsFromString('--no-liftoff');
    setFlagsFromString('--no-wasm-lazy-compilation');
    try {
      compiled = new WebAssembly.Module(bytes);
    } finally {
      for (const flag of ['--wasm-lazy-compilation', '--liftoff', '--wasm-dynamic-tiering']) setFlagsFromString(flag);
    }
  }
  return compiled;
}

/** Kernels that another thread has compiled. */
export function adoptKernels(kernels: WebAssembly.Module): void {
  compiled = kernels;
}

/** The kernels on a memory of their own caller. */
export function instantiateKernels(memory: WebAssembly.Memory): Kernels {
  const { exports } = new WebAssembly.Instance(compileKernels(), { env: { memory } });
  // The exports are those of assembly/index.ts; a test calls every one of them.
  return exports as unknown as Kernels;
}
