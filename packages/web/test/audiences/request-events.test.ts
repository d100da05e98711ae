import { expect, it } from 'vitest';
import { readEvents, type ServerEvent } from '../../src/api/request-events.ts';

/** The events of a text that comes in chunks of some bytes. */
async function readInChunks(text: string, size: number): Promise<ServerEvent[]> {
  const bytes = new TextEncoder().encode(text);
  const stream = new ReadableStream<Uint8Array>({
    start: (controller) => {
      for (let at = 0; at < bytes.length; at += size) controller.enqueue(bytes.slice(at, at + size));
      controller.close();
    },
  });
  const events: ServerEvent[] = [];
  for await (const event of readEvents(stream)) events.push(event);
  return events;
}

it.each([1, 2, 7, 1000])('reads events that come in pieces of %i bytes, letters cut in the middle', async (size) => {
  const text = 'event: point\ndata: {"sentence":"서울: 여성"}\n\nevent: end\ndata: [1,2]\n\n';
  expect(await readInChunks(text, size)).toEqual([
    { event: 'point', data: { sentence: '서울: 여성' } },
    { event: 'end', data: [1, 2] },
  ]);
});

it('tells no event that is not whole', async () => {
  expect(await readInChunks('event: point\ndata: 1\n\nevent: end\ndata: 2', 5)).toEqual([{ event: 'point', data: 1 }]);
});
