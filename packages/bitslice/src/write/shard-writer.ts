import type { CodeWidth, ColumnFacts, SegmentShape } from '../format/segment.ts';
import { bitsFor, maskBytes, paddedPlaces } from '../format/segment.ts';
import { VolumeWriter } from '../format/volume-writer.ts';
import { ShardMemory } from '../shard/shard-memory.ts';
import { segmentNames } from '../shard/shard-tables.ts';
import { packSortedTexts } from '../shard/sorted-texts.ts';

/** Codes of one column, in order; 0 = missing. Of 16 bytes: two `bigint`s each, the lower first. */
export type Codes = Uint8Array | Uint16Array | Uint32Array | BigUint64Array;

/** A column to write: `width` bytes a code. */
export interface ColumnCodes {
  readonly codes: Codes;
  readonly width: CodeWidth;
  readonly facts: ColumnFacts;
}

/** Texts of a column's own dictionary; text i has the code i + 1. */
export type ColumnTexts = readonly string[];

/** Most slices with which a column of few values is kept in slices; wider codes of up to two bytes are kept as codes. */
const MOST_FEW_SLICES = 5;

/** Writes one volume of one shard: columns of its places, their labels, and tables of rows. */
export class ShardWriter {
  readonly places: number;
  readonly #volume: VolumeWriter;
  readonly #memory = new ShardMemory();

  /** Creates or replaces `<volume>.bin` and `.json` in `dir`. */
  constructor(dir: string, volume: string, places: number) {
    this.places = places;
    this.#volume = new VolumeWriter(dir, volume);
  }

  /**
   * Writes a column of the places. Codes of up to five bits and of more than sixteen become slices; those between, and a
   * dictionary's (`isDictionary`) of any width, stay codes.
   */
  writeColumn(name: string, column: ColumnCodes, isDictionary = false): void {
    const bits = bitsFor(column.facts.mostCode);
    if (bits <= MOST_FEW_SLICES || (bits > 16 && !isDictionary)) {
      this.#writeSlices(segmentNames.column(name), column, bits);
    } else {
      this.#writeCodes(segmentNames.column(name), narrow(column), this.places);
    }
  }

  /** Writes a column of texts or lists that has a dictionary of its own in this shard. */
  writeTextColumn(name: string, column: ColumnCodes, texts: ColumnTexts): void {
    this.writeColumn(name, column, true);
    this.#writeTexts(segmentNames.column(name), texts);
  }

  /** Writes the labels of all places; they ascend by their UTF-8 bytes. */
  writeLabels(labels: readonly string[]): void {
    const { bytes, ends } = packSortedTexts(labels);
    this.#writeBlob(segmentNames.textEnds(segmentNames.labels), ends);
    this.#writeBlob(segmentNames.textBytes(segmentNames.labels), bytes);
  }

  /** Begins a table of rows: the places that have any, ascending, and the first row of each with the number of rows at the end. */
  writeTable(table: string, who: Uint32Array, starts: Uint32Array, hasOrderedOccasions: boolean): void {
    this.#writeBlob(segmentNames.who(table), who);
    this.#writeBlob(segmentNames.starts(table), starts);
    if (hasOrderedOccasions) this.#writeBlob(segmentNames.orderedOccasions(table), new Uint8Array(0));
  }

  /** Writes a column of a table, a code a row in the order of the table. */
  writeRowColumn(table: string, name: string, column: ColumnCodes, rows: number): void {
    this.#writeCodes(segmentNames.rowColumn(table, name), column, rows);
  }

  /** As {@link writeRowColumn} with a dictionary of its own. */
  writeRowTextColumn(table: string, name: string, column: ColumnCodes, rows: number, texts: ColumnTexts): void {
    this.writeRowColumn(table, name, column, rows);
    this.#writeTexts(segmentNames.rowColumn(table, name), texts);
  }

  /** Flushes everything to the disk. */
  finish(): void {
    this.#volume.finish();
  }

  /** Closes a volume that will not be finished. */
  abandon(): void {
    this.#volume.abandon();
  }

  #writeTexts(column: string, texts: ColumnTexts): void {
    const codes = Uint32Array.from(texts, (_, index) => index + 1);
    const encoded = texts.map((text) => Buffer.from(text, 'utf8'));
    codes.sort((a, b) => Buffer.compare(encoded[a - 1] ?? EMPTY, encoded[b - 1] ?? EMPTY));
    const { bytes, ends } = packSortedTexts(Array.from(codes, (code) => texts[code - 1] ?? ''));
    this.#writeBlob(segmentNames.textEnds(column), ends);
    this.#writeBlob(segmentNames.textBytes(column), bytes);
    this.#writeBlob(segmentNames.textCodes(column), codes);
  }

  #writeBlob(name: string, data: Uint8Array | Uint32Array): void {
    this.#volume.append(name, { kind: 'blob' }, null, bytesOf(data));
  }

  #writeCodes(name: string, { codes, width, facts }: ColumnCodes, places: number): void {
    const shape: SegmentShape = { kind: 'codes', width };
    const padded = new Uint8Array(Math.max(512, paddedPlaces(places)) * width);
    padded.set(bytesOf(codes).subarray(0, places * width));
    this.#volume.append(name, shape, facts, padded);
  }

  #writeSlices(name: string, { codes, width, facts }: ColumnCodes, bits: number): void {
    const memory = this.#memory;
    const from = memory.allocate(codes.byteLength);
    const bytes = Math.max(64, maskBytes(this.places)) * bits;
    const out = memory.allocateZeros(bytes);
    const scratch = memory.allocate(512);
    memory.bytes.set(bytesOf(codes), from);
    for (let plane = 0; plane * 8 < bits; plane += 1) {
      memory.kernels.sliceEncode(from, width, this.places, plane, out, bits, scratch);
    }
    this.#volume.append(name, { kind: 'slices', bits }, facts, memory.bytes.subarray(out, out + bytes));
    for (const at of [from, out, scratch]) memory.free(at);
  }
}

const EMPTY = Buffer.alloc(0);

function bytesOf(data: Codes | Uint8Array | Uint32Array): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

/** The narrowest codes that hold a column's largest. */
function narrow(column: ColumnCodes): ColumnCodes {
  const { codes, width, facts } = column;
  if (facts.mostCode >= 0x1_0000n) return column;
  const target = facts.mostCode < 0x100n ? 1 : 2;
  if (width <= target) return column;
  const words = width === 16 ? 2 : 1;
  const narrowed = target === 1 ? new Uint8Array(codes.length / words) : new Uint16Array(codes.length / words);
  for (let place = 0; place < narrowed.length; place += 1) narrowed[place] = Number(codes[place * words] ?? 0);
  return { codes: narrowed, width: target, facts };
}
