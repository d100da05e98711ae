import type { SealedBody } from '../read-body.ts';
import { nameActor } from './month-facts.ts';

interface Definition {
  readonly hash: string;
  readonly count: number;
  readonly parts: readonly string[];
}

/** Definitions of one person that a further one is held against: the last ones. */
const REMEMBERED = 10;
/** A difference of so few customers tells of single ones. */
const FEW = 4;

/**
 * Finds pairs of questions of one person that differ by one condition (one more, one less, or another in its place), and by
 * one to four customers: the way to learn about somebody from numbers alone. Fed with questions in their order; keeps
 * the last definitions of each person, and the entries that are part of a pair.
 */
export class DifferencingFinder {
  private readonly last = new Map<string, Definition[]>();
  private readonly found = new Map<string, SealedBody[]>();

  /** Takes one `asked` entry. */
  tell(entry: SealedBody): void {
    const actor = nameActor(entry);
    const remembered = this.last.get(actor) ?? [];
    this.last.set(actor, remembered);
    for (const definition of readDefinitions(entry)) {
      if (remembered.some(({ hash }) => hash === definition.hash)) continue;
      if (remembered.some((other) => isNear(definition, other))) {
        const entries = this.found.get(actor) ?? [];
        this.found.set(actor, entries);
        entries.push(entry);
      }
      remembered.push(definition);
      if (remembered.length > REMEMBERED) remembered.shift();
    }
  }

  /** The entries of each actor that are part of a pair, once for each pair. */
  get pairs(): ReadonlyMap<string, readonly SealedBody[]> {
    return this.found;
  }
}

function isNear(a: Definition, b: Definition): boolean {
  const difference = Math.abs(a.count - b.count);
  if (difference === 0 || difference > FEW) return false;
  const more = a.parts.filter((part) => !b.parts.includes(part)).length;
  const less = b.parts.filter((part) => !a.parts.includes(part)).length;
  return more <= 1 && less <= 1;
}

function readDefinitions({ details }: SealedBody): Definition[] {
  if (!Array.isArray(details.asked)) return [];
  // Written by `describeQuestions`.
  const asked = details.asked as readonly {
    readonly definitions: readonly (Omit<Definition, 'count'> & { count: number | null })[];
  }[];
  return asked.flatMap(({ definitions }) =>
    definitions.flatMap(({ hash, count, parts }) => (count === null ? [] : [{ hash, count, parts }])),
  );
}
