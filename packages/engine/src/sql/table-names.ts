import { fileSql, quoteIdentifier, type Snapshot } from '@silhouette/lake';
import {
  type AttributeId,
  type EventId,
  type FieldId,
  findAttribute,
  findEvent,
  findField,
  SilhouetteError,
} from '@silhouette/model';
import { writeColumnType } from './subject.ts';

/**
 * Where a snapshot's tables are, as SQL to stand after `FROM`. Drivers differ in nothing else: Parquet files here,
 * distributed tables on a cluster. Each table has at least the columns asked for and those that begin with `_`.
 */
export interface TableNames {
  customers(attributes: readonly AttributeId[]): string;
  event(event: EventId, fields: readonly FieldId[]): string;
}

const CUSTOMER_COLUMNS =
  '`_key` String, `_ordinal` UInt32, `_in_table` Bool, `_since_ms` Nullable(Int64), `_first_event_ms` Nullable(Int64)';
const EVENT_COLUMNS =
  '`_ordinal` UInt32, `_at_ms` Int64, `_local_ms` Int64, `_row` Nullable(UInt64), `_occasion` Nullable(UInt32)';

/** A snapshot's Parquet files. Only the columns needed are named, so that a table of 600 columns costs no more than one of six. */
export function nameParquetTables(snapshot: Snapshot): TableNames {
  const { catalog } = snapshot;
  return {
    customers: (attributes) => {
      const columns = attributes.map((id) => {
        const attribute = findAttribute(catalog, id);
        if (attribute === undefined) throw missing(`attribute "${id}"`);
        return `${quoteIdentifier(id)} ${writeColumnType(attribute)}`;
      });
      return fileSql(snapshot.customers.files, [CUSTOMER_COLUMNS, ...columns].join(', '));
    },
    event: (id, fields) => {
      const table = snapshot.events.get(id);
      const event = findEvent(catalog, id);
      if (table === undefined || event === undefined) throw missing(`event "${id}"`);
      const columns = fields.map((fieldId) => {
        const field = findField(event, fieldId);
        if (field === undefined) throw missing(`field "${fieldId}" of event "${id}"`);
        return `${quoteIdentifier(fieldId)} ${writeColumnType(field)}`;
      });
      return fileSql(table.files, [EVENT_COLUMNS, ...columns].join(', '));
    },
  };
}

function missing(what: string): SilhouetteError {
  return SilhouetteError.of('internal', `The snapshot has no ${what}; the definition was made for another one. Ask again.`);
}
