import { type Column, compareRowValues, formatValue, isPresent, type ReferenceData } from '@silhouette/engine';
import type { Catalog, ValueStats } from '@silhouette/model';

/** A world's catalog with the statistics that a load would have seen. */
export async function describeWorldValues(data: ReferenceData): Promise<Catalog> {
  const { catalog } = data;
  const { keys } = await data.customers();
  const attributes = await Promise.all(
    catalog.attributes.map(async (attribute) => ({
      ...attribute,
      stats: countValues(await data.attribute(attribute.id), keys.length),
    })),
  );
  const events = await Promise.all(
    catalog.events.map(async (event) => {
      const rows = await data.events(event.id);
      const fields = await Promise.all(
        event.fields.map(async (field) => ({
          ...field,
          stats: countValues(await data.field(event.id, field.id), rows.atMs.length),
        })),
      );
      return {
        ...event,
        fields,
        firstAtMs: rows.atMs.length === 0 ? null : Math.min(...rows.atMs),
        lastAtMs: rows.atMs.length === 0 ? null : Math.max(...rows.atMs),
      };
    }),
  );
  return { ...catalog, attributes, events };
}

function countValues(column: Column, rows: number): ValueStats {
  const present = Array.from({ length: rows }, (_, row) => row).filter((row) => isPresent(column, row));
  const head = { present: present.length, missing: rows - present.length, distinct: null };
  if (column.kind !== 'number' && column.kind !== 'date' && column.kind !== 'datetime')
    return { ...head, min: null, max: null };
  const sorted = present.sort((a, b) => compareRowValues(column, a, b));
  const text = (row: number | undefined): string | null => (row === undefined ? null : String(formatValue(column, row)));
  return { ...head, min: text(sorted[0]), max: text(sorted.at(-1)) };
}
