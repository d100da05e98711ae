import type { ColumnCodes, ColumnTexts, ShardWriter } from '@silhouette/bitslice';
import type { EventId } from '@silhouette/model';
import type { RecentTable } from '../index-about.ts';
import { compactTexts, gatherCodes } from './gather-codes.ts';
import type { OrderedRows } from './order-rows.ts';
import { pickRows } from './pick-rows.ts';

/** Writes one event's rows of one shard: its own table, and the recent ones as parts of it. */
export class EventTableWriter {
  readonly #writer: ShardWriter;
  readonly #event: EventId;
  readonly #rows: number;
  readonly #recent: readonly { readonly table: string; readonly rows: Uint32Array }[];

  /** Begins the tables. */
  constructor(writer: ShardWriter, event: EventId, sorted: OrderedRows, recent: readonly RecentTable[]) {
    this.#writer = writer;
    this.#event = event;
    this.#rows = sorted.atMs.length;
    writer.writeTable(event, sorted.who, sorted.starts, sorted.hasOrderedOccasions);
    this.#recent = recent.map(({ table, startMs }) => {
      const { who, starts, rows } = pickRows(sorted, startMs);
      // What never descends does not in a part either.
      writer.writeTable(table, who, starts, sorted.hasOrderedOccasions);
      return { table, rows };
    });
  }

  /** Writes a column: codes in the order of the rows. */
  writeColumn(name: string, column: ColumnCodes): void {
    this.#writer.writeRowColumn(this.#event, name, column, this.#rows);
    for (const { table, rows } of this.#recent) {
      this.#writer.writeRowColumn(table, name, gatherCodes(column, rows), rows.length);
    }
  }

  /** As {@link writeColumn} with a dictionary of its own; a recent table's has only the texts of its rows. */
  writeTextColumn(name: string, column: ColumnCodes, texts: ColumnTexts): void {
    this.#writer.writeRowTextColumn(this.#event, name, column, this.#rows, texts);
    for (const { table, rows } of this.#recent) {
      const part = compactTexts(gatherCodes(column, rows), texts);
      this.#writer.writeRowTextColumn(table, name, part.column, rows.length, part.texts);
    }
  }
}
