/** The items of a generator, the next of which is already asked for while one is used. Ending the loop ends the generator. */
export async function* readAhead<T>(source: AsyncGenerator<T, void, undefined>): AsyncGenerator<T, void, undefined> {
  let next = source.next();
  try {
    for (;;) {
      const { done, value } = await next;
      if (done) return;
      next = source.next();
      // Awaited in the next round, or never when the loop ends: its failure must not be an unhandled one.
      next.catch(() => undefined);
      yield value;
    }
  } finally {
    await source.return();
  }
}
