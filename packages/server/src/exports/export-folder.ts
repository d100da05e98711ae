import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type LockHolder, type ProcessLock, syncPath, takeProcessLock } from '@silhouette/lake';
import type { ExportFormat } from '@silhouette/model';

/** 128 random bits as base64url. */
const ID = /^[\w-]{22}$/;
const OWN_FILE = /^([\w-]{22})\.(csv|parquet)(\.partial(\.rows)?)?$/;

/**
 * `state/exports`: the files of a workspace's exports, named after their jobs, and the id by which its jobs are told from
 * those of other workspaces that share the database. Not there until something is exported.
 */
export class ExportFolder {
  readonly dir: string;

  constructor(stateDir: string) {
    this.dir = join(stateDir, 'exports');
  }

  /** The folder's id; null where nothing was ever exported. */
  findId(): string | null {
    try {
      return readFileSync(this.idPath, 'utf8');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
      throw error;
    }
  }

  /** The folder's id; made with the folder when there is none. Only its owner may look inside: these are people's data. */
  provideId(): string {
    const known = this.findId();
    if (known !== null) return known;
    mkdirSync(this.dir, { recursive: true, mode: 0o700 });
    const id = makeExportId();
    const aside = join(this.dir, `${id}.new`);
    writeFileSync(aside, id, { mode: 0o600 });
    try {
      // On the disk before any job is acknowledged: without it nobody would know whose they are.
      syncPath(aside);
      linkSync(aside, this.idPath);
      syncPath(this.dir);
      syncPath(dirname(this.dir));
    } catch (error) {
      // Another process was first.
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    } finally {
      rmSync(aside, { force: true });
    }
    return this.findId() ?? id;
  }

  /** Of the processes that share the folder one at a time runs its exports. */
  lock(): ProcessLock | LockHolder {
    return takeProcessLock(join(this.dir, 'lock'));
  }

  /** Name of an export's file in the folder. */
  nameFile(id: string, format: ExportFormat): string {
    return `${id}.${format}`;
  }

  /** Path of an export's file; while it is written it has `.partial` behind it. */
  path(id: string, format: ExportFormat): string {
    return join(this.dir, this.nameFile(id, format));
  }

  /** Removes the file of an export, if it has one. */
  removeFile(id: string, format: ExportFormat): void {
    rmSync(this.path(id, format), { force: true });
  }

  /** Removes what exports have left here, except for the whole files of those named. */
  sweep(kept: ReadonlySet<string>): void {
    for (const name of readdirSync(this.dir)) {
      const [, id = '', , partial] = OWN_FILE.exec(name) ?? [];
      if (id !== '' && !(kept.has(id) && partial === undefined)) rmSync(join(this.dir, name), { force: true });
    }
  }

  private get idPath(): string {
    return join(this.dir, 'folder-id');
  }
}

/** A new id that nobody can guess: it is all that is asked of who fetches the file. */
export function makeExportId(): string {
  return randomBytes(16).toString('base64url');
}

/** Whether a text has the form of an export's id; no other becomes part of a path or a question. */
export function isExportId(text: string): boolean {
  return ID.test(text);
}
