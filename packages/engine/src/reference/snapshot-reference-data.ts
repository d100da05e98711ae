import type { ChdbSession, Snapshot, SnapshotTable } from '@silhouette/lake';
import {
  type AttributeId,
  type Catalog,
  type EventId,
  type FieldId,
  findAttribute,
  findEvent,
  findField,
  SilhouetteError,
} from '@silhouette/model';
import type { Column } from './column.ts';
import { ColumnCache } from './column-cache.ts';
import type { CustomerRows, EventRows, ReferenceData } from './reference-data.ts';
import { reorderColumn, reorderFloat64, reorderInt32 } from './reorder-column.ts';
import { SnapshotTableReader } from './snapshot-table-reader.ts';
import { sortEventRows } from './sort-event-rows.ts';

/** About 400 MB of numbers, the widest kind. */
const MAX_CACHED_VALUES = 40_000_000;

interface SortedEvent {
  readonly rows: EventRows;
  /** Where each row stands in the files. */
  readonly order: Uint32Array;
}

/** The rows of a snapshot's Parquet files, each column read when it is first asked for. */
export class SnapshotReferenceData implements ReferenceData {
  readonly catalog: Catalog;
  readonly asOfMs: number;
  readonly #session: ChdbSession;
  readonly #snapshot: Snapshot;
  readonly #ordinal: number | null;
  readonly #columns = new ColumnCache(MAX_CACHED_VALUES);
  readonly #events = new Map<EventId, Promise<SortedEvent>>();
  #customers: Promise<CustomerRows> | null = null;

  /** `ordinal`: of this customer only, who is then the customer 0; tables must tell their number of rows. Null: all. */
  constructor(session: ChdbSession, snapshot: Snapshot, ordinal: number | null = null) {
    this.catalog = snapshot.catalog;
    this.asOfMs = snapshot.asOfMs;
    this.#session = session;
    this.#snapshot = snapshot;
    this.#ordinal = ordinal;
  }

  customers(): Promise<CustomerRows> {
    this.#customers ??= this.#readCustomers();
    return this.#customers;
  }

  /** @throws SilhouetteError `unknown-attribute`. */
  async attribute(id: AttributeId): Promise<Column> {
    const attribute = findAttribute(this.catalog, id);
    if (attribute === undefined) throw SilhouetteError.of('unknown-attribute', `There is no attribute "${id}".`);
    const table = this.#snapshot.customers;
    return this.#columns.get(JSON.stringify([id]), table.rows, () =>
      this.#reader(table).readColumn(id, attribute.type, attribute.decimals),
    );
  }

  /** Reads several attributes at once, where that is faster than each when it is asked for: of few customers. */
  prepareAttributes(ids: Iterable<AttributeId>): void {
    const table = this.#snapshot.customers;
    const attributes = [...ids].flatMap((id) => findAttribute(this.catalog, id) ?? []);
    if (attributes.length === 0) return;
    const read = this.#reader(table).readColumns(attributes.map(({ id, type, decimals }) => ({ name: id, type, decimals })));
    for (const [index, { id }] of attributes.entries()) {
      this.#columns.get(JSON.stringify([id]), table.rows, async () => {
        const column = (await read)[index];
        if (column === undefined) throw this.#damaged(`the attribute ${id} was not read`);
        return column;
      });
    }
  }

  async events(id: EventId): Promise<EventRows> {
    return (await this.#sortedEvent(id)).rows;
  }

  /** @throws SilhouetteError `unknown-field`. */
  async field(event: EventId, id: FieldId): Promise<Column> {
    const type = findEvent(this.catalog, event);
    const field = type && findField(type, id);
    if (field === undefined) throw SilhouetteError.of('unknown-field', `Event "${event}" has no field "${id}".`);
    const table = this.#eventTable(event);
    const { order } = await this.#sortedEvent(event);
    return this.#columns.get(JSON.stringify([event, id]), table.rows, async () =>
      reorderColumn(await this.#reader(table).readColumn(id, field.type, field.decimals), order),
    );
  }

  async #readCustomers(): Promise<CustomerRows> {
    const table = this.#snapshot.customers;
    const keys: string[] = [];
    const inTable = new Uint8Array(table.rows);
    const sinceMs = new Float64Array(table.rows);
    const firstEventMs = new Float64Array(table.rows);
    const expressions = [
      '_key',
      `toUInt32(_ordinal - ${this.#ordinal ?? 0})`,
      'toUInt8(_in_table)',
      'CAST(_since_ms AS Nullable(Int64))',
      'CAST(_first_event_ms AS Nullable(Int64))',
    ];
    await this.#reader(table).readRows(expressions, (reader) => {
      const customer = keys.length;
      keys.push(reader.readString());
      const ordinal = reader.readUInt32();
      if (ordinal !== customer) throw this.#damaged(`customer ${customer} has ordinal ${ordinal}`);
      inTable[customer] = reader.readUInt8();
      sinceMs[customer] = reader.readNullable(() => reader.readInt64AsNumber()) ?? Number.NaN;
      firstEventMs[customer] = reader.readNullable(() => reader.readInt64AsNumber()) ?? Number.NaN;
    });
    if (keys.length !== table.rows) throw this.#damaged(`${keys.length} customers were read, ${table.rows} expected`);
    return { keys, ordinals: Uint32Array.from(keys, (_, customer) => customer), inTable, sinceMs, firstEventMs };
  }

  #sortedEvent(id: EventId): Promise<SortedEvent> {
    const known = this.#events.get(id);
    if (known !== undefined) return known;
    const read = this.#readEvent(id);
    this.#events.set(id, read);
    return read;
  }

  async #readEvent(id: EventId): Promise<SortedEvent> {
    const table = this.#eventTable(id);
    const type = findEvent(this.catalog, id);
    const customer = new Uint32Array(table.rows);
    const atMs = new Float64Array(table.rows);
    const sourceOrder = new Float64Array(table.rows);
    const occasion = new Int32Array(table.rows);
    let row = 0;
    const expressions = [
      `toUInt32(_ordinal - ${this.#ordinal ?? 0})`,
      'toInt64(_at_ms)',
      'CAST(_row AS Nullable(Int64))',
      'CAST(_occasion AS Nullable(Int64))',
    ];
    await this.#reader(table).readRows(expressions, (reader) => {
      customer[row] = reader.readUInt32();
      atMs[row] = reader.readInt64AsNumber();
      sourceOrder[row] = reader.readNullable(() => reader.readInt64AsNumber()) ?? -1;
      occasion[row] = reader.readNullable(() => reader.readInt64AsNumber()) ?? -1;
      row += 1;
    });
    if (row !== table.rows) throw this.#damaged(`${row} rows of event ${id} were read, ${table.rows} expected`);
    const sorted = sortEventRows(
      { customer, atMs, order: type?.hasRowOrder ? sourceOrder : null },
      this.#snapshot.customersKnown,
    );
    const sortedAtMs = reorderFloat64(atMs, sorted.order);
    const zone = this.catalog.timeZone;
    return {
      order: sorted.order,
      rows: {
        starts: sorted.starts,
        atMs: sortedAtMs,
        // Computed anew rather than read, so that an error of the lake shows as a difference.
        localMs: sortedAtMs.map((instant) => zone.localOf(instant)),
        order: type?.hasRowOrder ? reorderFloat64(sourceOrder, sorted.order) : null,
        occasion: type?.hasOccasion ? reorderInt32(occasion, sorted.order) : null,
      },
    };
  }

  #reader(table: SnapshotTable): SnapshotTableReader {
    return new SnapshotTableReader(this.#session, table, this.#ordinal);
  }

  #eventTable(id: EventId) {
    const table = this.#snapshot.events.get(id);
    if (table === undefined) throw SilhouetteError.of('unknown-event', `There is no event "${id}".`);
    return table;
  }

  #damaged(what: string): SilhouetteError {
    return SilhouetteError.of(
      'lake-damaged',
      `Snapshot ${this.#snapshot.id} does not hold together: ${what}. Run \`silhouette load\` to make a new one.`,
    );
  }
}
