import { ApiError } from '../../api/request-json.ts';

/** A version of an audience that a change is made to. */
interface ReadVersion {
  readonly id: string;
  readonly version: number;
}

/**
 * Sends a save under a key, so that sent again after a lost answer it saves nothing twice. Where what is sent was changed since, and
 * the server had saved what was sent at first, that is changed now. @throws what the senders throw
 */
export async function sendOnce<T>(
  key: string,
  save: (key: string) => Promise<T>,
  change: (saved: ReadVersion, key: string) => Promise<T>,
): Promise<T> {
  let send = save;
  // Each turn has a key of its own, the same whenever it is sent again.
  for (let turn = 0; ; turn += 1) {
    try {
      return await send(`${key}-${turn}`);
    } catch (error) {
      if (!(error instanceof ApiError) || error.saved === null) throw error;
      const { saved } = error;
      send = (next) => change(saved, next);
    }
  }
}
