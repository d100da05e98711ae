import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { IndexError } from '../index-error.ts';
import { readCheckedText } from './checked-text.ts';
import type { Segment } from './segment.ts';

/** Reads segments of one volume; every read is checked against its CRC-32. */
export class VolumeReader {
  readonly path: string;
  readonly segments: readonly Segment[];
  readonly #descriptor: number;

  /** @throws IndexError `damaged`, `format` */
  constructor(dir: string, name: string) {
    this.path = join(dir, `${name}.bin`);
    // The text was checked to be what VolumeWriter wrote.
    this.segments = readCheckedText(join(dir, `${name}.json`)) as readonly Segment[];
    try {
      this.#descriptor = openSync(this.path, 'r');
    } catch (error) {
      throw new IndexError('damaged', `The index file "${this.path}" cannot be opened.`, { cause: error });
    }
    const last = this.segments.at(-1);
    const expected = last === undefined ? 0 : last.offset + last.bytes;
    const { size } = fstatSync(this.#descriptor);
    if (size === expected) return;
    this.close();
    throw new IndexError('damaged', `The index file "${this.path}" has ${size} bytes instead of ${expected}.`);
  }

  /** Fills `target` (as long as the segment) with a segment. @throws IndexError `damaged` */
  read(segment: Segment, target: Uint8Array): void {
    for (let at = 0; at < segment.bytes; ) {
      const read = readSync(this.#descriptor, target, at, segment.bytes - at, segment.offset + at);
      if (read === 0) break;
      at += read;
    }
    if (crc32(target) === segment.crc) return;
    throw new IndexError('damaged', `"${segment.name}" in the index file "${this.path}" is damaged.`);
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}
