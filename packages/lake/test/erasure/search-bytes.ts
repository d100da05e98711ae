import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ChdbSession } from '../../src/index.ts';

/** The forms in which a text may lie in a file: UTF-8, UTF-16, percent-encoded, base64 (wherever it begins), JSON of any depth, hexadecimal. */
function listForms(text: string): { readonly form: string; readonly bytes: Buffer }[] {
  const utf8 = Buffer.from(text);
  const bytes = (form: string, one: string | Buffer) => ({ form, bytes: Buffer.from(one as string) });
  // The middle of a base64 text, which holds at each of the three places that it may begin at.
  const base64 = [0, 1, 2].map((shift) => {
    const whole = Buffer.concat([Buffer.alloc(shift), utf8])
      .toString('base64')
      .replace(/=+$/, '');
    return bytes(`base64 at ${shift}`, whole.slice(Math.ceil((shift * 8) / 6), -1));
  });
  const escaped = [...text].map((one) => (one.charCodeAt(0) < 128 ? one : `\\u${one.charCodeAt(0).toString(16)}`)).join('');
  const swapped = Buffer.from(Buffer.from(text, 'utf16le')).swap16();
  // In JSON text, in JSON text within such, and in the list of texts that holds one.
  const quoted = [1, 2, 3].map((depth) => {
    let inner = text;
    for (let step = 0; step < depth; step += 1) inner = JSON.stringify(inner).slice(1, -1);
    return bytes(`json of depth ${depth}`, inner);
  });
  const isPlain = quoted[0]?.bytes.equals(utf8) === true;
  return [
    ...(isPlain ? [] : quoted),
    bytes('utf-8', utf8),
    bytes('utf-16le', Buffer.from(text, 'utf16le')),
    bytes('utf-16be', swapped),
    bytes('percent', encodeURIComponent(text)),
    bytes('json', escaped),
    bytes('hex', utf8.toString('hex')),
    ...base64,
  ];
}

/** Every file below a folder that holds a text in any form, and every Parquet file that has it in a cell; `path: form`. */
export async function searchBytes(dir: string, text: string, isLeftOut: (path: string) => boolean): Promise<string[]> {
  const forms = listForms(text);
  const found: string[] = [];
  const session = await ChdbSession.open();
  try {
    for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name);
      const shown = relative(dir, path);
      if (isLeftOut(shown)) continue;
      const content = readFileSync(path);
      for (const { form, bytes } of forms) if (content.includes(bytes)) found.push(`${shown}: ${form}`);
      if (!entry.name.endsWith('.parquet')) continue;
      const file = `file('${path}', 'Parquet')`;
      const [row] = await session.query<{ n: string }>(
        `SELECT countIf(position(formatRowNoNewline('JSONEachRow', *), {text:String}) > 0) AS n FROM ${file}`,
        { text },
      );
      if (row?.n !== '0') found.push(`${shown}: ${row?.n} rows`);
    }
  } finally {
    await session.close();
  }
  return found.sort();
}
