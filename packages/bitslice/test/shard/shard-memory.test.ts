import { describe, expect, it } from 'vitest';
import { ShardMemory } from '../../src/shard/shard-memory.ts';

const MIB = 1024 * 1024;

describe('the memory of a shard', () => {
  it('gets ready for what comes next, a little at a time and no more than was asked', () => {
    const memory = new ShardMemory();
    const first = memory.allocate(MIB);
    const before = memory.reservedBytes;
    let steps = 0;
    while (memory.prepare(10 * MIB)) steps += 1;
    expect(steps).toBe(10);
    expect(memory.reservedBytes).toBeGreaterThanOrEqual(first + 11 * MIB);
    expect(memory.reservedBytes).toBeLessThan(before + 13 * MIB);
    expect(memory.usedBytes).toBe(MIB);
    // What is given out is what was prepared: nothing grows, and as much is prepared again.
    const ready = memory.reservedBytes;
    expect(memory.allocate(4 * MIB)).toBe(first + MIB);
    expect(memory.reservedBytes).toBe(ready);
    let again = 0;
    while (memory.prepare(10 * MIB)) again += 1;
    expect(again).toBe(4);
  });

  it('leaves what is in use, and what was given back, as it is', () => {
    const memory = new ShardMemory();
    const [kept, freed] = [memory.allocate(2 * MIB), memory.allocate(2 * MIB)];
    memory.bytes.fill(7, kept, freed + 2 * MIB);
    memory.free(freed);
    while (memory.prepare(8 * MIB));
    expect(memory.bytes.subarray(kept, kept + 2 * MIB).every((byte) => byte === 7)).toBe(true);
    expect(memory.allocate(MIB)).toBe(freed);
    expect(memory.bytes[freed]).toBe(7);
  });
});
