import { KeyMask, prepareQuestion, type Rounding, viewSnapshot } from '@silhouette/engine';
import type { Snapshot } from '@silhouette/lake';
import {
  type AudienceResolver,
  isPersonal,
  narrowCatalog,
  type PlainValue,
  PRIVACY_CLASSES,
  type ResolvedPredicate,
  SilhouetteError,
  writeJsonText,
} from '@silhouette/model';
import type { Access } from './access.ts';
import { knowsAllClasses } from './knows-all-classes.ts';

/** What views are made with. */
export interface ViewMakerOptions {
  /** Groups of fewer customers are not told of to who may not see small groups; at least 2. */
  readonly smallestGroup: number;
  /** Keeps rounding from being worked out, and keys of customers from being found by their pseudonyms. */
  readonly secret: Buffer;
  /** Finds saved audiences that row scopes refer to. */
  readonly resolveAudience: AudienceResolver;
}

/** Views of one snapshot that are remembered. */
const MOST_VIEWS = 50;

/** Makes what somebody may know of a snapshot: the one place that turns an access into what engines and catalogs keep to. */
export class ViewMaker {
  private readonly options: ViewMakerOptions;
  /** What is remembered of a view, its size for one, is found by the same object. */
  private readonly views = new WeakMap<Snapshot, Map<string, Promise<Snapshot>>>();

  private readonly keyMask: KeyMask;

  constructor(options: ViewMakerOptions) {
    this.options = options;
    this.keyMask = new KeyMask(options.secret);
  }

  /** A snapshot as somebody may know it; the snapshot itself for who may know all. @throws SilhouetteError `scope-broken`. */
  see(snapshot: Snapshot, access: Access): Promise<Snapshot> {
    const { classes, permissions, rowScope } = access;
    const masksPersonal = masksPersonalFor(access);
    const isRounded = !permissions.has('small-groups.see');
    if (rowScope === null && !isRounded && knowsAllClasses(access) && !masksPersonal) return Promise.resolve(snapshot);
    const scopeText = rowScope === null ? null : writeJsonText(rowScope);
    const key = JSON.stringify([PRIVACY_CLASSES.filter((one) => classes.has(one)), scopeText, isRounded, masksPersonal]);
    const known = this.views.get(snapshot) ?? new Map<string, Promise<Snapshot>>();
    this.views.set(snapshot, known);
    const found = known.get(key);
    // A scope that names an audience follows its newest version: it is read each time.
    if (found !== undefined && scopeText?.includes('"audience"') !== true) return found;
    const made = this.make(snapshot, access, isRounded, masksPersonal);
    known.set(key, made);
    made.catch(() => known.delete(key));
    const oldest = known.keys().next();
    if (known.size > MOST_VIEWS && oldest.done !== true) known.delete(oldest.value);
    return made;
  }

  private async make(snapshot: Snapshot, access: Access, isRounded: boolean, masksPersonal: boolean): Promise<Snapshot> {
    const { smallestGroup, secret } = this.options;
    const rounding: Rounding | null = isRounded ? { to: smallestGroup, secret } : null;
    const scope = access.rowScope === null ? null : await this.readScope(snapshot, access.rowScope);
    return viewSnapshot(snapshot, narrowCatalog(snapshot.catalog, access.classes), {
      ...{ scope, rounding, masksPersonal },
      keyMask: this.maskKeys(snapshot, access, masksPersonal),
      hidesClasses: !knowsAllClasses(access),
    });
  }

  /** Keys that are personal are masked like personal values; and to those for whom attributes of their class are not there, always. */
  private maskKeys({ catalog }: Snapshot, { classes }: Access, masksPersonal: boolean): KeyMask | null {
    const privacy = catalog.keyPrivacy ?? 'internal';
    return isPersonal(privacy) && (masksPersonal || !classes.has(privacy)) ? this.keyMask : null;
  }

  /** Read by the whole catalog: a scope may rest on attributes that do not exist for those it is for. */
  private async readScope(snapshot: Snapshot, definition: PlainValue): Promise<ResolvedPredicate> {
    try {
      const { resolveAudience } = this.options;
      return (await prepareQuestion({ snapshot, definition, asOf: null, resolveAudience })).question.predicate;
    } catch (error) {
      if (!(error instanceof SilhouetteError)) throw error;
      const message =
        'The customers that you may know of are set by a definition that cannot be read any more; an administrator must mend it.';
      throw SilhouetteError.of('scope-broken', message, '', error);
    }
  }
}

/** Personal values are shown to who may see them and has told why; and to the one at the machine while there are no accounts. */
function masksPersonalFor({ actor, permissions, purpose }: Access): boolean {
  return actor.kind !== 'local' && (purpose === null || !permissions.has('personal.see'));
}
