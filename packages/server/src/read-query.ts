import { IssueList, SilhouetteError } from '@silhouette/model';

/** What values are listed of. */
export type ValuesSubject =
  | { readonly kind: 'attribute'; readonly attribute: string }
  | { readonly kind: 'field'; readonly event: string; readonly field: string };

/** An address of 16 KiB holds thousands of wrong keys. */
const MOST_ISSUES = 100;

/** A query string, key by key: everything wrong with it is told at once. */
export class QueryReader {
  private readonly values = new Map<string, string>();
  private readonly found = new IssueList('invalid-option', MOST_ISSUES);

  constructor(query: unknown, allowed: readonly string[]) {
    for (const [key, value] of Object.entries(Object(query))) {
      if (!allowed.includes(key))
        this.found.add({
          path: key,
          code: 'unknown-key',
          message: `There is no "${key}" here; ${allowed.length === 0 ? 'leave it out' : `use ${allowed.join(', ')}`}.`,
        });
      else if (typeof value !== 'string')
        this.found.add({ path: key, code: 'duplicate-key', message: `"${key}" stands twice; give it once.` });
      else this.values.set(key, value);
    }
  }

  /** A text, or null when absent. */
  text(key: string): string | null {
    return this.values.get(key) ?? null;
  }

  /** A text that must be there. */
  required(key: string): string {
    const value = this.values.get(key);
    if (value === undefined || value.trim() === '')
      this.found.add({ path: key, code: 'missing-key', message: `"${key}" is missing; add it to the address.` });
    return value ?? '';
  }

  /** A whole number from `least` to `most`; `otherwise` when absent. */
  integer(key: string, least: number, most: number, otherwise: number): number {
    const value = this.values.get(key);
    if (value === undefined) return otherwise;
    const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
    if (number >= least && number <= most) return number;
    this.found.add({
      path: key,
      code: 'invalid-value',
      message: `"${key}" must be a whole number from ${least} to ${most}.`,
    });
    return otherwise;
  }

  /** One of some words; `otherwise` when absent. */
  word<Word extends string>(key: string, words: readonly Word[], otherwise: Word): Word {
    const value = this.values.get(key);
    const found = value === undefined ? otherwise : words.find((word) => word === value);
    if (found !== undefined) return found;
    this.found.add({ path: key, code: 'invalid-value', message: `"${key}" must be one of ${words.join(', ')}.` });
    return otherwise;
  }

  /** Either `attribute`, or `event` and `field`. */
  subject(): ValuesSubject {
    const [attribute, event, field] = [this.text('attribute'), this.text('event'), this.text('field')];
    if (attribute !== null && event === null && field === null) return { kind: 'attribute', attribute };
    if (attribute === null && event !== null && field !== null) return { kind: 'field', event, field };
    this.found.add({ path: '', code: 'missing-key', message: 'Name either "attribute", or "event" and "field".' });
    return { kind: 'attribute', attribute: '' };
  }

  /** Throws all issues found so far. */
  finish(): void {
    const { issues } = this.found;
    if (issues.length > 0) throw new SilhouetteError(issues);
  }
}
