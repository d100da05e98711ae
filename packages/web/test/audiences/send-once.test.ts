import { describe, expect, it } from 'vitest';
import { makeKey } from '../../src/api/make-key.ts';
import { ApiError } from '../../src/api/request-json.ts';
import { sendOnce } from '../../src/features/audiences/send-once.ts';

const LOST = new ApiError('network', 0, 'no answer', []);

/** A store that keeps what was sent under a key, as the server does; answers can be lost after it has saved. */
function makeStore() {
  const keys = new Map<string, { readonly text: string; readonly version: number }>();
  const texts: string[] = [];
  const save = (text: string, key: string, isLost: boolean): number => {
    const known = keys.get(key);
    if (known !== undefined && known.text !== text) {
      throw new ApiError('problem', 422, 'reused', [], { saved: { id: 'a', version: known.version } });
    }
    if (known === undefined) {
      texts.push(text);
      keys.set(key, { text, version: texts.length });
    }
    if (isLost) throw LOST;
    return known?.version ?? texts.length;
  };
  const send = (text: string, isLost = false, key = 'k') =>
    sendOnce(
      key,
      async (turn) => save(`new ${text}`, turn, isLost),
      async ({ version }, turn) => save(`${text} on ${version}`, turn, isLost),
    );
  return { texts, send };
}

describe('a save that is sent again', () => {
  it('saves nothing twice after a lost answer', async () => {
    const { texts, send } = makeStore();
    await expect(send('x', true)).rejects.toBe(LOST);
    expect([await send('x'), await send('x')]).toEqual([1, 1]);
    expect(texts).toEqual(['new x']);
  });

  it('changes what was saved when it was written anew since, however often', async () => {
    const { texts, send } = makeStore();
    await expect(send('x', true)).rejects.toBe(LOST);
    await expect(send('y', true)).rejects.toBe(LOST);
    expect(await send('y')).toBe(2);
    expect(await send('z')).toBe(3);
    expect(texts).toEqual(['new x', 'y on 1', 'z on 2']);
  });

  it('tells any other failure as it is', async () => {
    const failure = new ApiError('problem', 412, 'changed', []);
    const fail = async () => {
      throw failure;
    };
    await expect(sendOnce('k', fail, fail)).rejects.toBe(failure);
  });

  it('has a key that no other has', () => {
    const keys = Array.from({ length: 100 }, makeKey);
    expect(new Set(keys).size).toBe(100);
    expect(keys.every((key) => /^[0-9a-f]{32}$/.test(key))).toBe(true);
  });
});
