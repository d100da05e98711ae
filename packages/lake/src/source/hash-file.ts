import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/** SHA-256 (hex) of a file; `onBytes` hears how many bytes have been read. */
export async function hashFile(path: string, onBytes?: (bytesRead: number) => void): Promise<string> {
  const hash = createHash('sha256');
  let bytesRead = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    const bytes = chunk as Buffer; // a stream without an encoding yields buffers
    hash.update(bytes);
    bytesRead += bytes.length;
    onBytes?.(bytesRead);
  }
  return hash.digest('hex');
}
