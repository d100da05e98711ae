const FIRST = 20_000;
const MOST = 80_000;

/**
 * Asks a question of many conditions and withdraws it a moment later; what it came to. One that was answered sooner, by a fast machine or
 * while this thread had to wait, is asked again with twice as many.
 */
export async function withdrawWhileAnswered(
  ask: (conditions: number, signal: AbortSignal) => Promise<unknown>,
): Promise<unknown> {
  for (let conditions = FIRST; conditions <= MOST; conditions *= 2) {
    const controller = new AbortController();
    const asked = ask(conditions, controller.signal).then(
      () => null,
      (error: unknown) => error,
    );
    setTimeout(() => controller.abort(), 20);
    const refusal = await asked;
    if (refusal !== null) return refusal;
  }
  return null;
}
