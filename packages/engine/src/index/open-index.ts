import { join } from 'node:path';
import { BitIndex, type BitIndexOptions, IndexError, readCheckedText } from '@silhouette/bitslice';
import type { Snapshot } from '@silhouette/lake';
import { type AttributeId, type EventId, type FieldId, UnsupportedPredicateError } from '@silhouette/model';
import { compareCodePoints } from '../panel/compare-code-points.ts';
import { INDEX_VERSION, type IndexAbout, type IndexDictionaries } from './index-about.ts';
import { DICTIONARIES_NAME, indexFolder } from './index-folder.ts';
import { dictionaryName } from './index-names.ts';

/** The open index of one snapshot. */
export class SnapshotIndex {
  readonly snapshot: Snapshot;
  readonly bits: BitIndex;
  readonly about: IndexAbout;
  readonly dictionaries: IndexDictionaries;
  readonly #numbers = new Map<string, ReadonlyMap<string, number>>();

  private constructor(snapshot: Snapshot, bits: BitIndex, about: IndexAbout, dictionaries: IndexDictionaries) {
    this.snapshot = snapshot;
    this.bits = bits;
    this.about = about;
    this.dictionaries = dictionaries;
  }

  /** @throws IndexError `damaged` or `format` where it must be built anew; UnsupportedPredicateError where a newer program wrote it */
  static async open(indexDir: string, snapshot: Snapshot, options: BitIndexOptions): Promise<SnapshotIndex> {
    const dir = indexFolder(indexDir, snapshot.id);
    // Both texts were checked by their CRC to be what the build wrote.
    const dictionaries = readCheckedText(join(dir, DICTIONARIES_NAME)) as IndexDictionaries;
    const bits = await BitIndex.open(dir, options);
    const about = bits.about as IndexAbout;
    if (about.version > INDEX_VERSION) {
      await bits.close();
      // Whoever wrote it still needs it.
      throw new UnsupportedPredicateError(
        'index',
        `any question: the index in "${dir}" was written by a newer Silhouette; use that one, or delete the folder to have an older index built`,
      );
    }
    if (about.version !== INDEX_VERSION || about.snapshot !== snapshot.id) {
      await bits.close();
      throw new IndexError('format', `The index in "${dir}" is of another version; it is built anew.`);
    }
    return new SnapshotIndex(snapshot, bits, about, dictionaries);
  }

  /** Values of a category by number. */
  valuesOf(event: EventId | null, id: AttributeId | FieldId): readonly string[] {
    return this.dictionaries.values[dictionaryName(event, id)] ?? [];
  }

  /** Numbers of a category's values by text. */
  numbersOf(event: EventId | null, id: AttributeId | FieldId): ReadonlyMap<string, number> {
    const name = dictionaryName(event, id);
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    const numbers = new Map(this.valuesOf(event, id).map((text, number) => [text, number]));
    this.#numbers.set(name, numbers);
    return numbers;
  }

  /** Where each value of a field stands in the order of texts, by number. */
  ranksOf(event: EventId, field: FieldId): Uint32Array {
    const values = this.valuesOf(event, field);
    const ranks = new Uint32Array(values.length);
    const order = values.map((_, number) => number).sort((a, b) => compareCodePoints(values[a] ?? '', values[b] ?? ''));
    order.forEach((number, rank) => {
      ranks[number] = rank;
    });
    return ranks;
  }

  close(): Promise<void> {
    return this.bits.close();
  }
}
