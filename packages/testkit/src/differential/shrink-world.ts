import type { World } from '../world/world.ts';

const MAX_TRIES = 150;

/** A world with as few rows and events as still fails: halves, then single rows are taken away. */
export async function shrinkWorld(world: World, fails: (candidate: World) => Promise<boolean>): Promise<World> {
  let smallest = world;
  let tries = 0;
  const attempt = async (candidate: World): Promise<boolean> => {
    tries += 1;
    if (tries > MAX_TRIES || !(await fails(candidate))) return false;
    smallest = candidate;
    return true;
  };
  for (const event of world.events) {
    if (smallest.events.length > 1) await attempt({ ...smallest, events: smallest.events.filter(({ id }) => id !== event.id) });
  }
  for (const event of smallest.events) {
    await dropRows(
      () => smallest.events.find(({ id }) => id === event.id)?.rows ?? [],
      (rows) =>
        attempt({ ...smallest, events: smallest.events.map((other) => (other.id === event.id ? { ...other, rows } : other)) }),
    );
  }
  await dropRows(
    () => smallest.customers?.rows ?? [],
    (rows) => attempt({ ...smallest, customers: smallest.customers && { ...smallest.customers, rows } }),
  );
  return smallest;
}

async function dropRows<T>(read: () => readonly T[], attempt: (rows: readonly T[]) => Promise<boolean>): Promise<void> {
  for (let size = Math.ceil(read().length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let start = 0; start < read().length; ) {
      const rows = read().toSpliced(start, size);
      // A table keeps a row: JSON lines tell their columns only there.
      const dropped = rows.length > 0 && (await attempt(rows));
      if (!dropped) start += size;
    }
  }
}
