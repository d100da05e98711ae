import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { writeCheckedText } from './checked-text.ts';
import type { ColumnFacts, Segment, SegmentShape } from './segment.ts';

/** Appends segments to one volume (`<name>.bin`) and writes its directory (`<name>.json`) at the end. */
export class VolumeWriter {
  readonly #dir: string;
  readonly #name: string;
  readonly #descriptor: number;
  readonly #segments: Segment[] = [];
  #offset = 0;

  constructor(dir: string, name: string) {
    this.#dir = dir;
    this.#name = name;
    this.#descriptor = openSync(join(dir, `${name}.bin`), 'w');
  }

  /** Appends bytes; the caller may reuse them at once. Names are unique within a shard. */
  append(name: string, shape: SegmentShape, facts: ColumnFacts | null, bytes: Uint8Array): void {
    this.#segments.push({ name, offset: this.#offset, bytes: bytes.byteLength, crc: crc32(bytes), shape, facts });
    for (let at = 0; at < bytes.byteLength; ) {
      at += writeSync(this.#descriptor, bytes, at, bytes.byteLength - at, this.#offset + at);
    }
    this.#offset += bytes.byteLength;
  }

  /** Flushes the volume to the disk and closes it. */
  finish(): void {
    try {
      fsyncSync(this.#descriptor);
    } finally {
      closeSync(this.#descriptor);
    }
    const path = join(this.#dir, `${this.#name}.json`);
    writeCheckedText(path, this.#segments);
    syncFile(path);
  }

  /** Closes without a directory: what was written is no volume. */
  abandon(): void {
    closeSync(this.#descriptor);
  }
}

/** Flushes a file or folder to the disk. */
export function syncFile(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
