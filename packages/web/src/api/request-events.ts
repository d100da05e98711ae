import { ApiError, readContent, readProblem } from './request-json.ts';

/** One server-sent event: its name, and its data read as JSON. */
export interface ServerEvent {
  readonly event: string;
  readonly data: unknown;
}

/**
 * Asks the server by POST, tells each event of its answer as it comes, and gives what the last one, `end`, holds: `T` is the
 * answer's schema in `@silhouette/model`. @throws ApiError on anything but events to their end; an abort rejects as `fetch` does.
 */
export async function requestEvents<T>(
  path: string,
  body: unknown,
  signal: AbortSignal,
  tell: (told: ServerEvent) => void,
): Promise<T> {
  const init = {
    method: 'POST',
    headers: { accept: 'text/event-stream', 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal,
  };
  try {
    const response = await fetch(path, init);
    if (!response.ok) readContent(response, await response.text());
    if (response.body === null) throw new ApiError('unreadable', response.status, 'The answer has no content.', []);
    for await (const told of readEvents(response.body)) {
      // The server serialises the whole answer by the schema that T is inferred from.
      if (told.event === 'end') return told.data as T;
      if (told.event === 'problem') throw readProblem(readStatus(told.data), told.data);
      tell(told);
    }
  } catch (error) {
    if (signal.aborted || error instanceof ApiError) throw error;
    throw new ApiError('network', 0, error instanceof Error ? error.message : String(error), [], { cause: error });
  }
  throw new ApiError('network', 0, 'The answer ended before its end.', []);
}

/** The events of a stream, each when it is whole; chunks may cut them, and letters, anywhere. */
export async function* readEvents(stream: ReadableStream<Uint8Array>): AsyncGenerator<ServerEvent> {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const blocks = (rest + decoder.decode(value, { stream: true })).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) {
        const lines = new Map(
          block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]),
        );
        const [event, data] = [lines.get('event'), lines.get('data')];
        if (event !== undefined && data !== undefined) yield { event, data: JSON.parse(data) };
      }
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

function readStatus(problem: unknown): number {
  const { status }: { status?: unknown } = typeof problem === 'object' && problem !== null ? problem : {};
  return typeof status === 'number' ? status : 500;
}
