import type { Snapshot } from '@silhouette/lake';
import {
  type AudienceId,
  type Catalog,
  type CatalogEditsAnswer,
  type CatalogEntryAnswer,
  type CatalogFileAnswer,
  type CatalogSubject,
  describeSubject,
  findCatalogSubject,
  keySubject,
  narrowCatalog,
  parseJsonText,
  SilhouetteError,
  type WordEdit,
} from '@silhouette/model';
import type { Access } from '../access/access.ts';
import { knowsAllClasses } from '../access/knows-all-classes.ts';
import { AudienceStore } from '../store/audience-store.ts';
import { CatalogEditStore } from '../store/catalog-edit-store.ts';
import type { StoreHolder } from '../store/store-holder.ts';
import { answerEntry, showMade, showState } from './answer-entry.ts';
import { changeEntry, type EntryRequest } from './change-entry.ts';
import { dropSettled } from './drop-settled.ts';
import { listUses } from './list-uses.ts';
import { readBase, settleOn } from './read-base.ts';
import { type KnownValues, keepKnown, tellValues } from './tell-values.ts';
import { writeCatalogFile } from './write-catalog-file.ts';

/** What edits of the catalog are kept in and held against. */
export interface CatalogEditsOptions {
  readonly store: StoreHolder;
  /** Path of `silhouette.yaml`. */
  readonly catalogPath: string;
  /** The current snapshot as its load made it. @throws SilhouetteError `lake-missing`. */
  findLoaded(): Promise<Snapshot>;
  /** Now, ms since 1970. */
  now(): number;
  /** Hears when edits have changed, before the change is answered. */
  onChange(): Promise<void>;
}

/** Whose eyes an answer is for. */
export type CatalogReader = Pick<Access, 'classes' | 'permissions'> & { readonly knownValues: KnownValues };

/** Steps of an entry's history that are told. */
const MOST_STEPS = 100;

/**
 * Edits of the catalog, as HTTP and the command line ask for them: every answer in its published shape. Whoever asks first after
 * a load puts away what its file has come to say, so that nobody is told of an edit that has done its work.
 */
export class CatalogEdits {
  private readonly options: CatalogEditsOptions;

  constructor(options: CatalogEditsOptions) {
    this.options = options;
  }

  /**
   * One entry, as far as who asks may know it.
   * @throws SilhouetteError `not-found` for one that neither the snapshot nor an edit knows, or that is not there for them.
   */
  async get(subject: CatalogSubject, reader: CatalogReader): Promise<CatalogEntryAnswer> {
    const { catalog } = await this.findSettled();
    if (!findThere(catalog, reader)(subject)) throw refuseUnknown(subject);
    const known = await reader.knownValues(subject);
    return this.options.store.useTables(async (db) => {
      const store = new CatalogEditStore(db);
      const edits = await store.list();
      const steps = await store.listSteps(subject, MOST_STEPS);
      const own = edits.filter((edit) => keySubject(edit.subject) === keySubject(subject));
      if (steps.length === 0 && readBase(catalog, edits)(subject) === null) throw refuseUnknown(subject);
      const audiences = new AudienceStore(db);
      const saved = reader.permissions.has('audience.read') ? await audiences.list() : [];
      const newest = saved.map(({ newest: { id, name, definition } }) => ({
        id: String(id),
        name,
        definition: parseJsonText(definition),
      }));
      // Attributes through which an entry is used may be hidden, too.
      const usedBy = await listUses(newest, subject, narrowCatalog(catalog, reader.classes), async (id, version) => {
        if (version === null) return newest.find((one) => one.id === id)?.definition ?? null;
        // The ids in saved definitions were checked when they were written.
        const pinned = await audiences.findVersion(id as AudienceId, version);
        return pinned === null ? null : parseJsonText(pinned.definition);
      });
      const answer = tellValues(answerEntry({ subject, loaded: catalog, edits, own, steps, usedBy }), known);
      return knowsAllClasses(reader) ? answer : withoutSql(answer);
    });
  }

  /** Changes one entry. @throws as {@link changeEntry}. */
  async change(request: EntryRequest, reader: CatalogReader): Promise<CatalogEntryAnswer> {
    const loaded = await this.findSettled();
    if (!findThere(loaded.catalog, reader)(request.subject)) throw refuseUnknown(request.subject);
    await this.options.store.useTables((db) =>
      new CatalogEditStore(db).change((steps) => changeEntry(steps, loaded, request, this.options.now())),
    );
    await this.options.onChange();
    return this.get(request.subject, reader);
  }

  /** Every edit in effect, and those whose subjects are gone, of entries that are there for who asks. */
  async list(reader: CatalogReader): Promise<CatalogEditsAnswer> {
    const { catalog } = await this.findSettled();
    const isThere = findThere(catalog, reader);
    const edits = await this.options.store.useTables((db) => new CatalogEditStore(db).list());
    const base = readBase(catalog, edits);
    const known = new Map<string, ReadonlySet<string> | null>();
    for (const { subject, property } of edits) {
      if (property === 'values' && isThere(subject)) known.set(keySubject(subject), await reader.knownValues(subject));
    }
    return {
      edits: edits.flatMap((edit) => {
        const state = settleOn(base, edit);
        if (state === 'overruled' || !isThere(edit.subject)) return [];
        // The union of values is spelled out by the schema.
        const { property, value } = edit as WordEdit;
        const shown = { subject: edit.subject, version: edit.version, state: showState(state, edit), ...showMade(edit) };
        const told = property === 'values' ? (known.get(keySubject(edit.subject)) ?? null) : null;
        return [
          { property, value: told === null ? value : keepKnown(value, told), ...shown } as CatalogEditsAnswer['edits'][number],
        ];
      }),
    };
  }

  /**
   * The edits as a change of the catalog file: a preview, or with the hash of one, written. An edit that is written stays in
   * effect until a load has taken the file up.
   * @throws SilhouetteError `catalog-file-changed` when the preview is no longer what would be written, `catalog-missing`,
   * `invalid-yaml`, and every issue of a file that has mistakes
   */
  async writeFile(hash: string | null): Promise<CatalogFileAnswer> {
    const { catalog } = await this.findSettled();
    const answer = await this.options.store.useTables((db) =>
      new CatalogEditStore(db).change((steps) => writeCatalogFile(steps, catalog, this.options.catalogPath, hash)),
    );
    if (answer.isWritten) await this.options.onChange();
    return answer;
  }

  /** The current snapshot as its load made it, with no edit left in effect that its file has taken up. */
  private async findSettled(): Promise<Snapshot> {
    const loaded = await this.options.findLoaded();
    const dropped = await this.options.store.useTables((db) =>
      dropSettled(new CatalogEditStore(db), loaded.catalog, this.options.now()),
    );
    if (dropped > 0) await this.options.onChange();
    return loaded;
  }
}

/** Tells whether a subject is there for somebody. What class one has that is gone from the snapshot nobody knows: it is there for who knows all. */
function findThere(catalog: Catalog, reader: CatalogReader): (subject: CatalogSubject) => boolean {
  if (knowsAllClasses(reader)) return () => true;
  const seen = narrowCatalog(catalog, reader.classes);
  return (subject) => findCatalogSubject(seen, subject) !== null;
}

/** SQL of the catalog file may name columns that are not there for who asks. */
function withoutSql(answer: CatalogEntryAnswer): CatalogEntryAnswer {
  const { source } = answer;
  return source?.kind === 'column' ? { ...answer, source: { ...source, sql: null } } : answer;
}

function refuseUnknown(subject: CatalogSubject): SilhouetteError {
  return SilhouetteError.of('not-found', `There is no ${describeSubject(subject)} in the catalog.`);
}
