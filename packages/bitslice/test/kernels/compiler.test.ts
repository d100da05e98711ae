import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { expect, test } from 'vitest';
import type {} from '../../src/kernels/web-assembly.d.ts';
import { KernelMemory } from './kernel-memory.ts';

/** A module with one function `f` that gives 1. */
const ONE = new Uint8Array([
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  ...[0x01, 0x05, 0x01, 0x60, 0x00, 0x01, 0x7f],
  ...[0x03, 0x02, 0x01, 0x00],
  ...[0x07, 0x05, 0x01, 0x01, 0x66, 0x00, 0x00],
  ...[0x0a, 0x06, 0x01, 0x04, 0x00, 0x41, 0x01, 0x0b],
]);

/** What compiled a function of WebAssembly, as V8 says. */
function compilerOf(run: unknown): 'fast' | 'optimising' | 'none yet' {
  setFlagsFromString('--allow-natives-syntax');
  try {
    if (new Function('f', 'return %IsLiftoffFunction(f)')(run)) return 'fast';
    return new Function('f', 'return %IsTurboFanFunction(f)')(run) ? 'optimising' : 'none yet';
  } finally {
    setFlagsFromString('--no-allow-natives-syntax');
  }
}

test('kernels are optimised before they are first asked, and modules of others once they have run for a while', async () => {
  const { maskAnd, maskCount } = new KernelMemory().kernels;
  expect([maskAnd, maskCount].map(compilerOf)).toEqual(['optimising', 'optimising']);
  const { f } = new WebAssembly.Instance(new WebAssembly.Module(ONE), {}).exports;
  expect(compilerOf(f)).toBe('none yet');
  expect(Object(f)()).toBe(1);
  // In the background it would take a moment.
  await sleep(200);
  expect(compilerOf(f)).toBe('fast');
});
