import type { Segment } from '../format/segment.ts';
import { VolumeReader } from '../format/volume-reader.ts';
import { IndexError } from '../index-error.ts';
import type { ShardMemory } from './shard-memory.ts';

/** Something kept in a shard's memory that can be had again: a segment read from disk, a mask, a derived column. */
interface Kept {
  readonly at: number;
  readonly bytes: number;
  lastUse: number;
}

/**
 * Keeps what was used last within a budget. Whatever was used since {@link beginStep} or {@link beginPart} stays, and what is
 * held stays until the step ends; a part that needs more than the budget gets it, and what is over is given back at the next.
 */
export class SegmentCache {
  readonly #memory: ShardMemory;
  readonly #budgetBytes: number;
  readonly #volumes: readonly VolumeReader[];
  readonly #segments = new Map<string, { readonly segment: Segment; readonly volume: VolumeReader }>();
  /** In the order of use. */
  readonly #kept = new Map<string, Kept>();
  readonly #held = new Set<string>();
  #keptBytes = 0;
  #step = 0;

  /** @throws IndexError `damaged`, `format` */
  constructor(memory: ShardMemory, dir: string, volumes: readonly string[], budgetBytes: number) {
    this.#memory = memory;
    this.#budgetBytes = budgetBytes;
    this.#volumes = volumes.map((name) => new VolumeReader(dir, name));
    for (const volume of this.#volumes) {
      for (const segment of volume.segments) this.#segments.set(segment.name, { segment, volume });
    }
  }

  /** Begins a step: what was used before it may be given back, held or not. */
  beginStep(): void {
    this.#held.clear();
    this.beginPart();
  }

  /** Begins a part of a step: what was used before it and is not held may be given back. */
  beginPart(): void {
    this.#step += 1;
    this.#shrink();
  }

  /** Keeps something derived until the step ends, whatever its parts need. */
  hold(key: string): void {
    this.#held.add(`d:${key}`);
  }

  /** The description of a segment; null when there is none. */
  find(name: string): Segment | null {
    return this.#segments.get(name)?.segment ?? null;
  }

  /** The description of a segment. @throws IndexError `unknown-column` */
  describe(name: string): Segment {
    const segment = this.find(name);
    if (segment === null) throw new IndexError('unknown-column', `The index has no "${name}".`);
    return segment;
  }

  /** Where a segment lies, read if need be. Stays until the end of the step. @throws IndexError `damaged`, `unknown-column` */
  load(name: string): number {
    const known = this.#touch(`s:${name}`);
    if (known !== null) return known;
    const found = this.#segments.get(name);
    if (found === undefined) throw new IndexError('unknown-column', `The index has no "${name}".`);
    const { segment, volume } = found;
    const at = this.#place(segment.bytes);
    try {
      volume.read(segment, this.#memory.bytes.subarray(at, at + segment.bytes));
    } catch (error) {
      this.#memory.free(at);
      throw error;
    }
    this.#keep(`s:${name}`, at, segment.bytes);
    return at;
  }

  /** Something derived, made by `make` (into zeros) when it is not kept. Stays until the end of the step. */
  derive(key: string, bytes: number, make: (at: number) => void): number {
    const known = this.#touch(`d:${key}`);
    if (known !== null) return known;
    const at = this.#place(bytes);
    this.#memory.bytes.fill(0, at, at + bytes);
    try {
      make(at);
    } catch (error) {
      this.#memory.free(at);
      throw error;
    }
    this.#keep(`d:${key}`, at, bytes);
    return at;
  }

  /** Where something derived lies; null when it is not kept. */
  findDerived(key: string): number | null {
    return this.#touch(`d:${key}`);
  }

  /** Frees all and closes the files. */
  close(): void {
    for (const kept of this.#kept.values()) this.#memory.free(kept.at);
    this.#kept.clear();
    this.#keptBytes = 0;
    for (const volume of this.#volumes) volume.close();
  }

  #touch(key: string): number | null {
    const kept = this.#kept.get(key);
    if (kept === undefined) return null;
    kept.lastUse = this.#step;
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    return kept.at;
  }

  #keep(key: string, at: number, bytes: number): void {
    this.#kept.set(key, { at, bytes, lastUse: this.#step });
    this.#keptBytes += bytes;
  }

  #place(bytes: number): number {
    this.#shrink(bytes);
    return this.#memory.allocate(bytes);
  }

  #shrink(wanted = 0): void {
    for (const [key, kept] of this.#kept) {
      if (this.#keptBytes + wanted <= this.#budgetBytes || kept.lastUse === this.#step) return;
      if (this.#held.has(key)) continue;
      this.#memory.free(kept.at);
      this.#kept.delete(key);
      this.#keptBytes -= kept.bytes;
    }
  }
}
