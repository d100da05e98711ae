import { type PreparedQuestion, viewOf } from '@silhouette/engine';
import type { Snapshot } from '@silhouette/lake';
import {
  type AudienceResolver,
  type AudienceUses,
  type AudienceVersion,
  type AudienceVersions,
  type PlainValue,
  type SavedAudience,
  SilhouetteError,
} from '@silhouette/model';
import type { Access } from '../access/access.ts';
import { requirePermission } from '../access/access-gate.ts';
import type { StoreHolder } from '../store/store-holder.ts';
import { answerAudience, answerDeletion, answerVersion } from './answer-audience.ts';
import { createAudience, deleteAudience, restoreAudience, saveAudience } from './change-audience.ts';
import { describeDefinition } from './describe-definition.ts';
import { findAudience, findKeptAudience, findKeptVersion } from './find-audience.ts';
import { countKeysBy, explainNoCatalog, HIDDEN, type KnowsKeys } from './hide-definition.ts';
import type { KeptSave } from './keyed-saves.ts';
import { type KnownMeanings, type ListedAudiences, type ListOptions, listAudiences } from './list-audiences.ts';
import { resolveFromStore } from './resolve-from-store.ts';

/** What saved audiences are kept in, read against and counted with. */
export interface SavedAudiencesOptions {
  readonly store: StoreHolder;
  /** The current snapshot as somebody may know it. @throws SilhouetteError `lake-missing`, `scope-broken`. */
  findSnapshot(access: Access): Promise<Snapshot>;
  /** How many match, of how many. */
  count(question: PreparedQuestion): Promise<{ readonly count: number; readonly base: number }>;
  /** Now, ms since 1970. */
  now(): number;
}

/** A new audience that was asked for: the body as it came, and who asks. */
export interface NewRequest {
  readonly body: PlainValue;
  /** The same request under the same key is answered with what it saved, whoever the answer did not reach; null: it is a save of its own. */
  readonly key: string | null;
  readonly access: Access;
}

/** A deleted audience that was asked back, likewise. */
export interface RestoreRequest extends NewRequest {
  readonly id: string;
}

/** A change that was asked for, likewise, and what version it was made to. */
export interface ChangeRequest extends NewRequest {
  readonly id: string;
  /** The `If-Match` header; undefined when there is none. */
  readonly ifMatch: string | undefined;
}

/** What was saved, and whether the same request had saved it before. */
export interface AnsweredSave {
  readonly audience: SavedAudience;
  readonly isRepeated: boolean;
}

/** Saved audiences, as HTTP and the command line ask for them: every answer in its published shape. */
export class SavedAudiences {
  private readonly options: SavedAudiencesOptions;
  private readonly meanings: KnownMeanings = new WeakMap();
  private readonly knowsKeys: KnowsKeys;

  constructor(options: SavedAudiencesOptions) {
    this.options = options;
    this.knowsKeys = countKeysBy(options.count);
  }

  /** Finds audiences that definitions refer to; asks the store only when one does. */
  readonly resolve: AudienceResolver = (id, version) => this.options.store.use((store) => resolveFromStore(store)(id, version));

  /**
   * Finds them for the question of somebody about a snapshot: those only whose definitions they may read.
   * @throws SilhouetteError (when one is looked for) `not-allowed`, `definition-hidden`.
   */
  resolveFor(access: Access, snapshot: Snapshot): AudienceResolver {
    return async (id, version) => {
      requirePermission(access, 'audience.read');
      const found = await this.resolve(id, version);
      if (found === null || viewOf(snapshot) === null || (await this.mayRead(found.definition, snapshot))) return found;
      const message = `The saved audience "${id}" is not for you to ask about. ${HIDDEN.message}`;
      throw SilhouetteError.of('definition-hidden', message);
    };
  }

  /** Whether a definition tells nothing that is hidden from who sees a snapshot. */
  async mayRead(definition: PlainValue, snapshot: Snapshot): Promise<boolean> {
    return !(await describeDefinition(snapshot, definition, this.resolve, this.knowsKeys)).isHidden;
  }

  /** A page of those that fit. */
  async list(options: ListOptions, access: Access): Promise<ListedAudiences> {
    const snapshot = await this.findCatalog(access);
    return this.options.store.use((store) => listAudiences(store, snapshot, this.meanings, options, this.knowsKeys));
  }

  /** @throws SilhouetteError `not-found`. */
  async get(id: string, access: Access): Promise<SavedAudience> {
    const snapshot = await this.findCatalog(access);
    return this.options.store.use(async (store) =>
      answerAudience(await findAudience(store, id), snapshot, resolveFromStore(store), null, this.knowsKeys),
    );
  }

  /** Every version, newest first; also of a deleted audience. @throws SilhouetteError `not-found`. */
  async listVersions(id: string, access: Access): Promise<AudienceVersions> {
    const snapshot = await this.findCatalog(access);
    return this.options.store.use(async (store) => {
      const { newest, deleted } = await findKeptAudience(store, id);
      const versions: AudienceVersion[] = [];
      for (const version of await store.listKeptVersions(newest.id)) {
        versions.push(await answerVersion(version, snapshot, resolveFromStore(store), this.knowsKeys));
      }
      return { versions, deleted: answerDeletion(deleted) };
    });
  }

  /** One version, also of a deleted audience. @throws SilhouetteError `not-found`. */
  async getVersion(id: string, version: number, access: Access): Promise<AudienceVersion> {
    const snapshot = await this.findCatalog(access);
    return this.options.store.use(async (store) => {
      const found = await findKeptVersion(store, await findKeptAudience(store, id), version);
      return answerVersion(found, snapshot, resolveFromStore(store), this.knowsKeys);
    });
  }

  /** The audiences that need this one. @throws SilhouetteError `not-found`. */
  listUses(id: string): Promise<AudienceUses> {
    return this.options.store.use(async (store) => {
      const { newest } = await findAudience(store, id);
      return { usedBy: (await store.listUses(newest.id)).map((use) => ({ ...use, through: [...use.through] })) };
    });
  }

  /** @throws SilhouetteError with every issue of the body and its definition; `audience-exists`, `key-reused`. */
  async create(request: NewRequest): Promise<AnsweredSave> {
    return this.answer(await createAudience(this.options, request), request.access);
  }

  /**
   * Saves the next version; what changes nothing and says nothing makes none.
   * @throws SilhouetteError `not-found`, `missing-precondition`, `audience-changed` (an AudienceChangedError that says by whom and
   * when), `key-reused`, and every issue of the body and its definition.
   */
  async save(request: ChangeRequest): Promise<AnsweredSave> {
    return this.answer(await saveAudience(this.options, request), request.access);
  }

  /**
   * Takes a deleted audience back, as its last version or another one was; it makes the next version.
   * @throws SilhouetteError `not-found`; `audience-exists` when it is not deleted; `definition-hidden` to who may not read it;
   * `key-reused`; every issue of a definition that no longer fits the catalog, or the audiences there are.
   */
  async restore(request: RestoreRequest): Promise<AnsweredSave> {
    return this.answer(
      await restoreAudience(this.options, request, (definition, snapshot) => this.mayRead(definition, snapshot)),
      request.access,
    );
  }

  /** @throws SilhouetteError `not-found`, `missing-precondition`, `audience-changed`, `audience-in-use` naming the audiences. */
  async delete(request: Omit<ChangeRequest, 'body' | 'key'>): Promise<void> {
    await deleteAudience(this.options, request);
  }

  private async answer({ audience, isRepeated }: KeptSave, access: Access): Promise<AnsweredSave> {
    const snapshot = await this.findCatalog(access);
    const answer = await this.options.store.use((store) =>
      answerAudience(audience, snapshot, resolveFromStore(store), null, this.knowsKeys),
    );
    return { audience: answer, isRepeated };
  }

  /** The snapshot whose catalog definitions are read against; where there is none, why: it is told with each of them. */
  private async findCatalog(access: Access): Promise<Snapshot | SilhouetteError> {
    try {
      return await this.options.findSnapshot(access);
    } catch (error) {
      if (error instanceof SilhouetteError) return explainNoCatalog(error, access);
      throw error;
    }
  }
}
