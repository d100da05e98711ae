import type {
  AudienceList,
  AudienceResolver,
  AudienceUses,
  AudienceVersion,
  AudienceVersions,
  PlainValue,
  SavedAudience,
} from '@silhouette/model';
import type { ListOptions } from './list-audiences.ts';

/** A change to the version that was read; null: to whichever stands. */
export interface ClientChange {
  readonly id: string;
  readonly version: number | null;
}

/** Saved audiences as a program of this workspace uses them, whoever has the store open. All throw as `SavedAudiences` does. */
export interface AudienceClient {
  readonly resolve: AudienceResolver;
  /** All that fit, page by page where there are pages; of everyone, and not deleted, unless told. */
  list(
    options: Pick<ListOptions, 'search' | 'tag' | 'order'> & Partial<Pick<ListOptions, 'owner' | 'isDeleted'>>,
  ): Promise<Omit<AudienceList, 'cursor'>>;
  get(id: string): Promise<SavedAudience>;
  listVersions(id: string): Promise<AudienceVersions>;
  getVersion(id: string, version: number): Promise<AudienceVersion>;
  listUses(id: string): Promise<AudienceUses>;
  /** `key`: the same again under it saves nothing more, and is answered likewise. */
  create(body: PlainValue, key?: string | null): Promise<SavedAudience>;
  save(change: ClientChange & { readonly body: PlainValue; readonly key?: string | null }): Promise<SavedAudience>;
  /** Takes a deleted one back, as `version` of it was; null: its last. */
  restore(id: string, body: { readonly version: number | null; readonly note: string | null }): Promise<SavedAudience>;
  delete(change: ClientChange): Promise<void>;
}
