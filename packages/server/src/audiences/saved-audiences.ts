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
import type { StoredAudience } from '../store/audience-store.ts';
import type { StoreHolder } from '../store/store-holder.ts';
import { answerAudience, answerVersion } from './answer-audience.ts';
import { createAudience, deleteAudience, saveAudience } from './change-audience.ts';
import { describeDefinition } from './describe-definition.ts';
import { findAudience } from './find-audience.ts';
import { countKeysBy, explainNoCatalog, HIDDEN, type KnowsKeys } from './hide-definition.ts';
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

/** A change that was asked for: the body as it came, what version it was made to, and who asks. */
export interface ChangeRequest {
  readonly id: string;
  readonly body: PlainValue;
  /** The `If-Match` header; undefined when there is none. */
  readonly ifMatch: string | undefined;
  readonly access: Access;
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

  /** Every version, newest first. @throws SilhouetteError `not-found`. */
  async listVersions(id: string, access: Access): Promise<AudienceVersions> {
    const snapshot = await this.findCatalog(access);
    return this.options.store.use(async (store) => {
      const { newest } = await findAudience(store, id);
      const versions: AudienceVersion[] = [];
      for (const version of await store.listVersions(newest.id)) {
        versions.push(await answerVersion(version, snapshot, resolveFromStore(store), this.knowsKeys));
      }
      return { versions };
    });
  }

  /** @throws SilhouetteError `not-found`. */
  async getVersion(id: string, version: number, access: Access): Promise<AudienceVersion> {
    const snapshot = await this.findCatalog(access);
    return this.options.store.use(async (store) => {
      const { newest } = await findAudience(store, id);
      const found = await store.findVersion(newest.id, version);
      if (found !== null) return answerVersion(found, snapshot, resolveFromStore(store), this.knowsKeys);
      const message = `The audience "${id}" has no version ${version}; the newest is ${newest.version}.`;
      throw SilhouetteError.of('not-found', message);
    });
  }

  /** The audiences that need this one. @throws SilhouetteError `not-found`. */
  listUses(id: string): Promise<AudienceUses> {
    return this.options.store.use(async (store) => {
      const { newest } = await findAudience(store, id);
      return { usedBy: (await store.listUses(newest.id)).map((use) => ({ ...use, through: [...use.through] })) };
    });
  }

  /** @throws SilhouetteError with every issue of the body and its definition; `audience-exists`. */
  async create(body: PlainValue, access: Access): Promise<SavedAudience> {
    return this.answer(await createAudience(this.options, body, access), access);
  }

  /**
   * Saves the next version; what changes nothing makes none.
   * @throws SilhouetteError `not-found`, `missing-precondition`, `audience-changed` (an AudienceChangedError that says by whom and
   * when), and every issue of the body and its definition.
   */
  async save(request: ChangeRequest): Promise<SavedAudience> {
    return this.answer(await saveAudience(this.options, request), request.access);
  }

  /** @throws SilhouetteError `not-found`, `missing-precondition`, `audience-changed`, `audience-in-use` naming the audiences. */
  async delete(request: Omit<ChangeRequest, 'body'>): Promise<void> {
    await deleteAudience(this.options, request);
  }

  private async answer(audience: StoredAudience, access: Access): Promise<SavedAudience> {
    const snapshot = await this.findCatalog(access);
    return this.options.store.use((store) => answerAudience(audience, snapshot, resolveFromStore(store), null, this.knowsKeys));
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
