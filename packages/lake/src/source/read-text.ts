import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { SilhouetteError } from '@silhouette/model';
import type { ChdbSession } from '../chdb/chdb-session.ts';
import type { SourceFile } from './find-source-files.ts';
import { linkFile } from './link-file.ts';
import { sourceError } from './source-error.ts';
import { BadByteError, detectByteOrderMark, openDecoding } from './text-encoding.ts';
import { ZstdFrames } from './zstd-frames.ts';

/** A text file being read from start to end. */
export interface TextReading {
  readonly source: string;
  readonly file: SourceFile;
  readonly session: ChdbSession;
  /** WHATWG name; null: by the byte order mark, else UTF-8. */
  readonly encoding: string | null;
  /** Called with the number of (packed) bytes read so far. */
  readonly onBytes: (bytesRead: number) => void;
}

/** What reading a text file told besides its text. */
export interface TextOrigin {
  /** SHA-256 (hex) of the file as it lies there. */
  readonly contentHash: string;
  readonly encoding: string;
  /** The text is the file's bytes: UTF-8 without a byte order mark. */
  readonly isAsIs: boolean;
}

/**
 * Reads a text file as UTF-8 in chunks, unpacked and decoded strictly; `take` gets each. Nothing is held but a chunk.
 * @throws source-file-broken, {@link BadByteError}
 */
export async function readText(reading: TextReading, take: (utf8: Uint8Array) => void | Promise<void>): Promise<TextOrigin> {
  const hash = createHash('sha256');
  let encoding = reading.encoding;
  let isAsIs = true;
  let decoding: ReturnType<typeof openDecoding> | null = null;
  for await (const chunk of unpack(reading, hash)) {
    if (decoding === null) {
      const mark = detectByteOrderMark(chunk);
      encoding = mark ?? encoding ?? 'utf-8';
      isAsIs = encoding === 'utf-8' && mark === null;
      decoding = openDecoding(encoding);
    }
    await take(decoding.feed(chunk));
  }
  if (decoding !== null) await take(decoding.finish());
  return { contentHash: hash.digest('hex'), encoding: encoding ?? 'utf-8', isAsIs };
}

/** Takes the text of a file in chunks of UTF-8. */
export interface TextConsumer {
  take(utf8: Uint8Array): void | Promise<void>;
}

/**
 * Reads a text file in the encoding that is declared or, without one, in the first of UTF-8 and Korean (cp949) that every
 * byte fits; each attempt has a consumer of its own. @throws source-file-broken, source-encoding
 */
export async function readTextDetected<T extends TextConsumer>(
  reading: TextReading,
  openConsumer: () => T,
): Promise<{ readonly origin: TextOrigin; readonly consumer: T }> {
  let firstError: BadByteError | null = null;
  for (const encoding of reading.encoding === null ? [null, 'euc-kr'] : [reading.encoding]) {
    const consumer = openConsumer();
    try {
      return { origin: await readText({ ...reading, encoding }, (utf8) => consumer.take(utf8)), consumer };
    } catch (error) {
      if (!(error instanceof BadByteError)) throw error;
      firstError ??= error;
    }
  }
  throw badByteError(reading, firstError);
}

/** The sentence for a bad byte, with the remedy. */
function badByteError({ source, file, encoding }: TextReading, error: BadByteError | null): SilhouetteError {
  const place =
    error === null
      ? 'a byte'
      : error.offset === null
        ? `near line ${error.line}`
        : `line ${error.line}, byte ${error.offset + 1} of the text`;
  const remedy =
    encoding === null
      ? `Without "encoding", text is read as UTF-8 or Korean (cp949), and this is neither: write the encoding it has at sources.${source}, such as "encoding: windows-1252".`
      : `Correct "encoding" at sources.${source}, or the file.`;
  return sourceError('source-encoding', source, file, `${place} is ${error?.message ?? 'no text'}. ${remedy}`, error);
}

async function* unpack(reading: TextReading, hash: Hash): AsyncGenerator<Uint8Array, void, undefined> {
  const { source, file } = reading;
  const frames = file.compression === 'zstd' ? new ZstdFrames() : null;
  let bytesRead = 0;
  const raw = createReadStream(file.absolutePath, { highWaterMark: 1 << 20 });
  const watched = async function* (): AsyncGenerator<Buffer, void, undefined> {
    for await (const chunk of raw) {
      // A stream without an encoding yields buffers.
      const bytes = chunk as Buffer;
      hash.update(bytes);
      frames?.feed(bytes);
      bytesRead += bytes.length;
      reading.onBytes(bytesRead);
      yield bytes;
    }
  };
  try {
    if (file.compression === 'gzip') yield* gunzip(watched());
    else if (frames === null) yield* watched();
    else {
      for await (const chunk of watched()) void chunk;
      if (!frames.isWhole()) throw new Error('the Zstandard data ends in the middle');
      yield* unpackZstd(reading);
    }
  } catch (error) {
    if (error instanceof SilhouetteError || error instanceof BadByteError) throw error;
    if (file.compression === 'none') throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw sourceError('source-file-broken', source, file, `cannot be unpacked (${why}). Copy or export the file again.`, error);
  } finally {
    raw.destroy();
  }
}

async function* gunzip(packed: AsyncIterable<Buffer>): AsyncGenerator<Uint8Array, void, undefined> {
  const unzip = createGunzip({ chunkSize: 1 << 20 });
  const input = Readable.from(packed, { objectMode: false });
  input.on('error', (error) => unzip.destroy(error));
  try {
    for await (const chunk of input.pipe(unzip)) yield chunk as Buffer; // a stream without an encoding yields buffers
  } finally {
    input.destroy();
    unzip.destroy();
  }
}

// Node 20 has no Zstandard: ClickHouse unpacks it, as lines (it adds a line feed at the end where there is none).
async function* unpackZstd({ file, session }: TextReading): AsyncGenerator<Uint8Array, void, undefined> {
  const link = await linkFile(file.absolutePath, session.tempFolder);
  try {
    yield* session.stream(`SELECT line FROM file(${link.sql}, 'LineAsString', 'line String', 'zstd')`, {}, 'TSVRaw');
  } finally {
    await link.remove();
  }
}
