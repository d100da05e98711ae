import send from '@fastify/send';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { listEntityTags } from '../audiences/entity-tag.ts';
import { sendProblem } from '../problem.ts';
import { type ExportDownload, refuseGone } from './exports.ts';
import { writeDisposition } from './name-export-file.ts';

const TYPES = { csv: 'text/csv; charset=utf-8; header=present', parquet: 'application/vnd.apache.parquet' } as const;

/**
 * Sends the file of an export, or the part of it that `Range` names. Its ETag is its checksum, a strong one: `If-Range` with
 * another is answered with the whole file, so that parts of two files are never put together.
 */
export async function sendExportFile(
  request: FastifyRequest,
  reply: FastifyReply,
  { dir, storedName, fileName, format, sha256 }: ExportDownload,
): Promise<FastifyReply> {
  const { headers } = request.raw;
  const etag = `"${sha256}"`;
  reply.header('etag', etag).header('content-type', TYPES[format]).header('content-disposition', writeDisposition(fileName));
  if (namesTag(headers['if-none-match'], etag)) return reply.code(304).send();
  // Only a strong validator that is the same may take a part (RFC 9110, 13.1.5); a date is none, files come out the same when made anew.
  if (headers['if-range'] !== undefined && headers['if-range'] !== etag) delete headers.range;
  // What has been looked at here is not the sender's, which knows no such tag.
  for (const name of ['if-range', 'if-none-match', 'if-match', 'if-modified-since', 'if-unmodified-since'])
    delete headers[name];
  const sent = await send(request.raw, storedName, {
    root: dir,
    dotfiles: 'allow',
    index: false,
    etag: false,
    lastModified: false,
    cacheControl: false,
    contentType: false,
  });
  if (sent.type === 'file') return reply.code(sent.statusCode).headers(sent.headers).send(sent.stream);
  for (const name of ['etag', 'content-type', 'content-disposition']) reply.removeHeader(name);
  if (sent.statusCode !== 416) throw refuseGone('done');
  const message = 'This part lies outside of the file; Content-Range tells its size.';
  reply.header('content-range', sent.headers['Content-Range'] ?? 'bytes */*');
  return sendProblem(reply, [{ path: 'range', code: 'invalid-range', message }]);
}

/** Whether an `If-None-Match` names a tag, also as a weak one (RFC 9110, 13.1.2). */
function namesTag(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  const tags = listEntityTags(header)?.map((tag) => tag.replace(/^W\//, '')) ?? [];
  return header.trim() === '*' || tags.includes(etag);
}
