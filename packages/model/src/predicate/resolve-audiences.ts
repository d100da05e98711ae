import type { AudienceId } from '../brand.ts';
import type { Issue } from '../error.ts';
import type { PlainValue } from '../text/plain-value.ts';
import { quoteShort } from '../text/quote.ts';
import { joinIndex, joinKey } from '../text/value-path.ts';
import { MAX_LEVELS, MAX_NODES } from './limits.ts';
import { describeTooDeep, describeTooLarge } from './parse-context.ts';
import { type ParsePredicateOptions, parsePredicate } from './parse-predicate.ts';
import type { AudiencePredicate, Predicate, ResolvedPredicate } from './predicate.ts';
import { joinSizes, measurePredicate, type TreeSize } from './predicate-size.ts';

/** A version of a saved audience. */
export interface FoundAudience {
  readonly version: number;
  readonly definition: PlainValue;
  /** What the audience is called now; absent where that is not told. */
  readonly name?: string;
}

/** Finds a saved audience: `version` null asks for the newest; null when there is no such audience or version. */
export type AudienceResolver = (id: AudienceId, version: number | null) => Promise<FoundAudience | null>;

/** What saved audiences are called, by their ids: those that whoever reads a sentence may know by name. */
export type AudienceNames = ReadonlyMap<string, string>;

/** A version of an audience that a definition refers to, itself or through others. */
export interface UsedAudience {
  readonly id: AudienceId;
  readonly version: number;
}

/** A predicate with every audience replaced by its definition, or what stands against it. */
export type ResolvedAudiences =
  | {
      readonly ok: true;
      readonly predicate: ResolvedPredicate;
      readonly audiences: readonly UsedAudience[];
      /** Of the audiences that stand in the outer definition: its sentence names those. */
      readonly names: AudienceNames;
    }
  | { readonly ok: false; readonly issues: readonly Issue[] };

/**
 * Replaces references to audiences by their definitions, those of their definitions too. Each audience is asked for once,
 * so all references to the newest version see the same one. Issues, with the path of the reference in the outer
 * definition (places inside of audiences stand in the messages): `unknown-audience`, `audience-cycle` (naming the chain), whatever is wrong with a definition found, and the
 * limits of 200 levels and 10,000 nodes, which hold for the whole.
 */
export async function resolveAudiences(
  predicate: Predicate,
  resolver: AudienceResolver,
  options: ParsePredicateOptions,
): Promise<ResolvedAudiences> {
  const resolving = new Resolving(resolver, options);
  const resolved = await resolving.resolve(predicate, { outer: null, path: '' }, []);
  const { issues } = resolving;
  if (issues.length === 0 && resolved !== null) {
    if (resolved.size.levels > MAX_LEVELS) issues.push({ path: '', code: 'too-deep', message: describeTooDeep() });
    if (resolved.size.nodes > MAX_NODES) issues.push({ path: '', code: 'too-large', message: describeTooLarge() });
  }
  if (issues.length > 0) return { ok: false, issues };
  if (resolved === null) throw new Error('Audiences that were not resolved gave no issue either.');
  return { ok: true, predicate: resolved.predicate, audiences: [...resolving.used.values()], names: resolving.names };
}

/** A predicate without references, and its size (its branches may be shared, so it is not counted by walking). */
interface Resolved {
  readonly predicate: ResolvedPredicate;
  readonly size: TreeSize;
}

/** Where something stands: in the outer definition (`outer` null), or in an audience that is referred to at `outer`. */
interface Place {
  readonly outer: string | null;
  readonly path: string;
}

class Resolving {
  readonly issues: Issue[] = [];
  readonly used = new Map<string, UsedAudience>();
  readonly names = new Map<string, string>();
  private readonly resolver: AudienceResolver;
  private readonly options: ParsePredicateOptions;
  private readonly found = new Map<string, FoundAudience | null>();
  private readonly resolved = new Map<string, Resolved | null>();

  constructor(resolver: AudienceResolver, options: ParsePredicateOptions) {
    this.resolver = resolver;
    this.options = options;
  }

  /** @param chain the audiences that led here, outermost first */
  async resolve(predicate: Predicate, place: Place, chain: readonly UsedAudience[]): Promise<Resolved | null> {
    switch (predicate.kind) {
      case 'all':
      case 'any': {
        const children: Resolved[] = [];
        for (const [index, child] of predicate.children.entries()) {
          const resolved = await this.resolve(
            child,
            { ...place, path: joinIndex(joinKey(place.path, predicate.kind), index) },
            chain,
          );
          if (resolved !== null) children.push(resolved);
        }
        if (children.length < predicate.children.length) return null;
        const size = joinSizes(children.map((child) => child.size));
        return { predicate: { kind: predicate.kind, children: children.map((child) => child.predicate) }, size };
      }
      case 'not': {
        const child = await this.resolve(predicate.child, { ...place, path: joinKey(place.path, 'not') }, chain);
        return child === null ? null : { predicate: { kind: 'not', child: child.predicate }, size: joinSizes([child.size]) };
      }
      case 'audience':
        return this.resolveReference(predicate, { ...place, path: joinKey(place.path, 'audience') }, chain);
      default:
        return { predicate, size: measurePredicate(predicate) };
    }
  }

  private async resolveReference(
    reference: AudiencePredicate,
    place: Place,
    chain: readonly UsedAudience[],
  ): Promise<Resolved | null> {
    const id = reference.audience;
    const found = await this.find(id, reference.version);
    if (found === null) {
      const which =
        reference.version === null
          ? `no audience ${quoteShort(id)}`
          : `no version ${reference.version} of the audience ${quoteShort(id)}`;
      return this.report(place, 'unknown-audience', `There is ${which}: write the id of a saved audience.`, chain);
    }
    if (place.outer === null && found.name !== undefined) this.names.set(id, found.name);
    const self: UsedAudience = { id, version: found.version };
    const key = `${found.version} ${id}`;
    const seenAt = chain.findIndex((other) => other.id === id && other.version === found.version);
    if (seenAt >= 0) {
      const names = [...chain.slice(seenAt), self].map((other) => quoteShort(other.id)).join(' → ');
      return this.report(
        place,
        'audience-cycle',
        `The audience refers to itself: ${names}. Take one of these references out.`,
        chain,
      );
    }
    const known = this.resolved.get(key);
    if (known !== undefined) return known;
    this.used.set(key, self);
    const resolved = await this.resolveDefinition(found.definition, place.outer ?? place.path, [...chain, self]);
    this.resolved.set(key, resolved);
    return resolved;
  }

  private async resolveDefinition(
    definition: PlainValue,
    outer: string,
    chain: readonly UsedAudience[],
  ): Promise<Resolved | null> {
    const parsed = parsePredicate(definition, this.options);
    if (parsed.ok) return this.resolve(parsed.predicate, { outer, path: '' }, chain);
    for (const issue of parsed.issues) {
      this.report({ outer, path: issue.path }, issue.code, issue.message, chain);
    }
    return null;
  }

  private async find(id: AudienceId, version: number | null): Promise<FoundAudience | null> {
    const key = `${version ?? 'newest'} ${id}`;
    const known = this.found.get(key);
    if (known !== undefined) return known;
    const found = await this.resolver(id, version);
    this.found.set(key, found);
    return found;
  }

  /** Notes an issue at the reference in the outer definition, naming the audience in which it is and where. */
  private report(place: Place, code: Issue['code'], message: string, chain: readonly UsedAudience[]): null {
    const inside = chain.at(-1);
    if (inside === undefined || place.outer === null) {
      this.issues.push({ path: place.path, code, message });
      return null;
    }
    const where = place.path === '' ? '' : `, at ${place.path}`;
    const named = `In the audience ${quoteShort(inside.id)} (version ${inside.version})${where}: ${message}`;
    this.issues.push({ path: place.outer, code, message: named });
    return null;
  }
}
