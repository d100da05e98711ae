import { describe, expect, it } from 'vitest';
import { askInTurn } from '../../src/api/ask-in-turn.ts';
import { formatAgo } from '../../src/i18n/format-ago.ts';

/** Questions that end when told to, in the order in which they were begun. */
function makeDesk() {
  const begun: string[] = [];
  const end = new Map<string, () => void>();
  const ask = (name: string, rank: number, signal: AbortSignal = new AbortController().signal) =>
    askInTurn(rank, signal, () => {
      begun.push(name);
      return new Promise<string>((done) => end.set(name, () => done(name)));
    });
  const finish = async (name: string) => {
    end.get(name)?.();
    await new Promise((done) => setTimeout(done, 0));
  };
  return { begun, ask, finish };
}

describe('questions asked in turn', () => {
  it('are three at once; then those of a smaller rank first, else as they came', async () => {
    const { begun, ask, finish } = makeDesk();
    const all = [ask('a', 0), ask('b', 0), ask('c', 0), ask('history', 1), ask('d', 0), ask('e', 0)];
    await Promise.resolve();
    expect(begun).toEqual(['a', 'b', 'c']);
    for (const name of ['b', 'a', 'd', 'c', 'e', 'history']) await finish(name);
    expect(begun).toEqual(['a', 'b', 'c', 'd', 'e', 'history']);
    expect(await Promise.all(all)).toEqual(['a', 'b', 'c', 'history', 'd', 'e']);
  });

  it('are not asked any more once given up, and pass their turn on', async () => {
    const { begun, ask, finish } = makeDesk();
    const giveUp = new AbortController();
    const all = [ask('a', 0), ask('b', 0), ask('c', 0)];
    const left = ask('left', 0, giveUp.signal);
    all.push(ask('d', 0));
    giveUp.abort(new Error('left'));
    await expect(left).rejects.toThrow('left');
    await finish('a');
    expect(begun).toEqual(['a', 'b', 'c', 'd']);
    for (const name of ['b', 'c', 'd']) await finish(name);
    await Promise.all(all);
  });

  it('that fail pass their turn on', async () => {
    const { signal } = new AbortController();
    for (let round = 0; round < 5; round += 1) {
      await expect(askInTurn(0, signal, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    }
    expect(await askInTurn(0, signal, async () => 1)).toBe(1);
  });
});

describe('how long ago', () => {
  const nowMs = Date.UTC(2026, 5, 10, 12);
  const ago = (ms: number, lang: 'ko' | 'en' = 'en') =>
    formatAgo(new Date(nowMs - ms).toISOString(), nowMs, lang, 'Asia/Seoul');

  it('is told in the largest unit that fits, and as a date after a week', () => {
    expect(ago(-5000)).toBe('now');
    expect(ago(59_000)).toBe('now');
    expect(ago(3 * 60_000)).toBe('3 minutes ago');
    expect(ago(59 * 60_000, 'ko')).toBe('59분 전');
    expect(ago(60 * 60_000)).toBe('1 hour ago');
    expect(ago(24 * 60 * 60_000)).toBe('yesterday');
    expect(ago(6 * 24 * 60 * 60_000)).toBe('6 days ago');
    expect(ago(8 * 24 * 60 * 60_000)).toContain('Jun 2, 2026');
  });
});
