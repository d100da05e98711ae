/** Questions on their way at once: a browser holds six connections to a server, and other questions want some, too. */
const AT_ONCE = 3;

interface Waiting {
  readonly rank: number;
  readonly start: () => void;
}

const waiting: Waiting[] = [];
let running = 0;

/**
 * Runs `ask` when its turn comes: those of a smaller rank first, else in the order of coming. One that nobody waits for
 * any more by then is never asked. @throws what `ask` throws, and the reason of the abort
 */
export async function askInTurn<T>(rank: number, signal: AbortSignal, ask: () => Promise<T>): Promise<T> {
  await takeTurn(rank, signal);
  try {
    return await ask();
  } finally {
    passTurn();
  }
}

async function takeTurn(rank: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  if (running < AT_ONCE) {
    running += 1;
    return;
  }
  await new Promise<void>((start, giveUp) => {
    const own: Waiting = { rank, start };
    const after = waiting.findIndex((other) => other.rank > rank);
    waiting.splice(after === -1 ? waiting.length : after, 0, own);
    signal.addEventListener('abort', () => {
      const place = waiting.indexOf(own);
      if (place === -1) return;
      waiting.splice(place, 1);
      giveUp(signal.reason);
    });
  });
}

function passTurn(): void {
  const next = waiting.shift();
  if (next === undefined) running -= 1;
  else next.start();
}
