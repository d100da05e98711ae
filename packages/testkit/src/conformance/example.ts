import type { PlainDefinition } from '@silhouette/engine';
import type { ValueType } from '@silhouette/model';
import type { World, WorldColumn, WorldCustomers, WorldEvent, WorldValue } from '../world/world.ts';

/** One sentence of the language's meaning, with who is in the set. */
interface Example {
  readonly says: string;
  readonly definition: PlainDefinition;
  /** An instant; the world's own as-of when absent. */
  readonly asOf?: string;
  readonly members: readonly string[];
}

/** Examples on one world. */
export interface ExampleGroup {
  readonly name: string;
  readonly world: World;
  readonly examples: readonly Example[];
}

/** A column of a world; numbers have two decimals. */
export function column(id: string, type: ValueType): WorldColumn {
  return { id, type, decimals: type === 'number' ? 2 : 0, order: null };
}

/** A customer table: a key, `since`, then the attributes of each. */
export function customerTable(
  attributes: readonly WorldColumn[],
  rows: readonly (readonly [key: string, since: string | null, ...values: WorldValue[]])[],
): WorldCustomers {
  return { hasSince: true, attributes, rows: rows.map(([key, since, ...values]) => ({ key, since, values })) };
}

/** An event read from its source: customer, time, occasion, then the fields of each row. */
export function event(
  id: string,
  fields: readonly WorldColumn[],
  rows: readonly (readonly [customer: string | null, at: string | null, occasion: string | null, ...values: WorldValue[]])[],
): WorldEvent {
  return {
    id,
    hasOccasion: rows.some(([, , occasion]) => occasion !== null),
    viaView: false,
    fields,
    rows: rows.map(([customer, at, occasion, ...values]) => ({ customer, at, occasion, values })),
  };
}

/** As {@link event}, read through a view that does not select `_row`. */
export function viewEvent(...args: Parameters<typeof event>): WorldEvent {
  return { ...event(...args), viaView: true };
}
