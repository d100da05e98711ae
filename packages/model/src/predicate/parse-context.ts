import type { Attribute, Catalog, EventType } from '../catalog/catalog.ts';
import { suggestNearest } from '../catalog/suggest-nearest.ts';
import type { ErrorCode, Issue } from '../error.ts';
import { IssueList } from '../issue-list.ts';
import { joinWords, quoteShort } from '../text/quote.ts';
import type { TimeZone } from '../time/time-zone.ts';
import { MAX_LEVELS, MAX_NODES } from './limits.ts';

/** Most ids that are compared letter by letter with all there are: a thousand typing errors need no thousand hints. */
const MAX_SUGGESTIONS = 50;

/** What one parsing of a definition shares: the catalog, the issues found so far and the room that is left. */
export class ParseContext {
  readonly zone: TimeZone;
  private readonly found = new IssueList('invalid-definition');
  private nodes = 0;
  private suggestions = 0;
  private tooDeep = false;
  private readonly attributes: ReadonlyMap<string, Attribute>;
  private readonly events: ReadonlyMap<string, EventType>;

  constructor(catalog: Pick<Catalog, 'attributes' | 'events' | 'timeZone'>) {
    this.zone = catalog.timeZone;
    this.attributes = new Map(catalog.attributes.map((attribute) => [attribute.id, attribute]));
    this.events = new Map(catalog.events.map((event) => [event.id, event]));
  }

  /** All issues, in the order of the definition; past 1,000 their number. */
  get issues(): readonly Issue[] {
    return this.found.issues;
  }

  /** Notes an issue; answers null, for the value that could not be read. */
  report(path: string, code: ErrorCode, message: string): null {
    this.found.add({ path, code, message });
    return null;
  }

  /** Whether there is room for one more node at this level (the root is level 1); the first refusal of a kind is an issue. */
  enterNode(path: string, level: number): boolean {
    if (level > MAX_LEVELS) {
      if (!this.tooDeep) this.report(path, 'too-deep', describeTooDeep());
      this.tooDeep = true;
      return false;
    }
    this.nodes += 1;
    if (this.nodes === MAX_NODES + 1) this.report(path, 'too-large', describeTooLarge());
    return this.nodes <= MAX_NODES;
  }

  /** The attribute of an id; null, with an issue, when there is none. */
  findAttribute(id: string, path: string): Attribute | null {
    const attribute = this.attributes.get(id);
    if (attribute !== undefined) return attribute;
    return this.report(path, 'unknown-attribute', `There is no attribute ${quoteShort(id)}. ${this.hint(id, this.attributes)}`);
  }

  /** The event of an id; null, with an issue, when there is none. */
  findEvent(id: string, path: string): EventType | null {
    const event = this.events.get(id);
    if (event !== undefined) return event;
    return this.report(path, 'unknown-event', `There is no event ${quoteShort(id)}. ${this.hint(id, this.events)}`);
  }

  /** `Did you mean …` or what there is to choose from. */
  hint(written: string, known: ReadonlyMap<string, unknown> | readonly string[]): string {
    const ids = Array.isArray(known) ? known : [...known.keys()];
    if (ids.length === 0) return 'The catalog has none.';
    this.suggestions += 1;
    const nearest = this.suggestions <= MAX_SUGGESTIONS ? suggestNearest(written, ids) : null;
    if (nearest !== null) return `Did you mean ${quoteShort(nearest)}?`;
    const shown = ids.slice(0, 12).map(quoteShort);
    return ids.length > 12
      ? `There are ${shown.join(', ')} and ${ids.length - 12} more: see the catalog.`
      : `There are ${joinWords(shown)}.`;
  }
}

/** The message for a definition with more than 200 levels. */
export function describeTooDeep(): string {
  return `The definition has more than ${MAX_LEVELS} levels: write it flatter, or save parts of it as audiences of their own.`;
}

/** The message for a definition with more than 10,000 nodes. */
export function describeTooLarge(): string {
  return `The definition has more than ${MAX_NODES} conditions, filters and groups: use lists of values ("in") in place of many alike.`;
}
