import { describe, expect, it } from 'vitest';
import { isSilence, waitBeforeRetryMs } from '../src/api/connection.ts';
import { ApiError } from '../src/api/request-json.ts';

describe('a silent server', () => {
  it('is asked more and more rarely, but never less than every 15 seconds', () => {
    const waits = Array.from({ length: 40 }, (_, index) => waitBeforeRetryMs(index + 1));
    expect(waits.slice(0, 7)).toEqual([500, 1000, 2000, 4000, 8000, 15_000, 15_000]);
    expect(waits.at(-1)).toBe(15_000);
  });

  it('is one that does not answer or is being stopped, not one that refuses', () => {
    const stopping = { path: '', code: 'server-stopping', message: 'Stopping.' } as const;
    const unknown = { path: 'attribute', code: 'unknown-attribute', message: 'None.' } as const;
    expect(isSilence(new ApiError('network', 0, 'Failed to fetch', []))).toBe(true);
    expect(isSilence(new ApiError('problem', 503, 'Stopping.', [stopping]))).toBe(true);
    expect(isSilence(new ApiError('problem', 422, 'None.', [unknown]))).toBe(false);
    expect(isSilence(new ApiError('unreadable', 200, '200 <html>', []))).toBe(false);
    expect(isSilence(new Error('Failed to fetch'))).toBe(false);
  });
});
