import { fsyncSync } from 'node:fs';
import type { PGlite } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';

type EmscriptenOptions = Awaited<ReturnType<NodeFS['init']>>['emscriptenOpts'];

/**
 * PGlite's folder on the disk with `fsync` that reaches it: as it comes, PGlite runs PostgreSQL with `-F` over files whose
 * flush does nothing, so a commit would survive the process and not the machine. Goes with `DURABLE_START`.
 */
export class DurableNodeFs extends NodeFS {
  override async init(pg: PGlite, options: EmscriptenOptions): Promise<{ emscriptenOpts: EmscriptenOptions }> {
    const { emscriptenOpts } = await super.init(pg, options);
    return { emscriptenOpts: { ...emscriptenOpts, preRun: [...(emscriptenOpts.preRun ?? []), addFsync] } };
  }
}

/** A file that Emscripten has open on the disk. */
interface NodeStream {
  /** Its descriptor in Node. */
  readonly nfd: number;
}

function addFsync(module: object): void {
  const operations = findStreamOperations(module);
  // 0 is success in C; a failure is thrown, and PostgreSQL stops as it does when a disk fails.
  operations.fsync = ({ nfd }: NodeStream) => {
    fsyncSync(nfd);
    return 0;
  };
}

function findStreamOperations(module: object): { fsync?: (stream: NodeStream) => number } {
  const mount: unknown = 'NODEFS' in module ? module.NODEFS : null;
  if (typeof mount === 'object' && mount !== null && 'stream_ops' in mount) {
    const operations = mount.stream_ops;
    // The object that Emscripten asks for `fsync` of a stream, and finds none.
    if (typeof operations === 'object' && operations !== null) return operations;
  }
  throw new Error('This PGlite has no NODEFS stream operations: its files cannot be flushed to the disk.');
}
