import { type ErrorCode, ExactNumber, IssueList, isPlainObject, type PlainValue, SilhouetteError } from '@silhouette/model';

/** A request body, key by key: everything wrong with it is told at once. */
export class BodyReader {
  private readonly body: ReadonlyMap<string, PlainValue>;
  private readonly found = new IssueList('invalid-option');

  /** @throws SilhouetteError `wrong-type` when the body is no object. */
  constructor(body: unknown, allowed: readonly string[]) {
    // Every body has been read by body-parser.ts; without one it is undefined.
    const value = body as PlainValue | undefined;
    if (!isPlainObject(value)) throw SilhouetteError.of('wrong-type', `Send a JSON object with ${list(allowed)}.`);
    this.body = new Map(Object.entries(value));
    for (const key of this.body.keys()) {
      if (!allowed.includes(key)) this.report(key, 'unknown-key', `There is no "${key}" here; use ${list(allowed)}.`);
    }
  }

  /** The value of a key as it is; undefined when absent. */
  plain(key: string): PlainValue | undefined {
    return this.body.get(key);
  }

  /** A key that must be there. */
  required(key: string): PlainValue {
    const value = this.body.get(key);
    if (value === undefined) this.report(key, 'missing-key', `"${key}" is missing; add it to the body.`);
    return value ?? null;
  }

  /** A text, or null when absent or null. */
  text(key: string): string | null {
    const value = this.body.get(key) ?? null;
    if (value === null || typeof value === 'string') return value;
    this.report(key, 'wrong-type', `"${key}" must be a text.`);
    return null;
  }

  /** A list of texts, or null when absent or null. */
  texts(key: string): readonly string[] | null {
    const value = this.body.get(key) ?? null;
    if (value === null) return null;
    if (Array.isArray(value) && value.every((item): item is string => typeof item === 'string')) return value;
    this.report(key, 'wrong-type', `"${key}" must be a list of texts.`);
    return null;
  }

  /** A whole number from `least` to `most`; `otherwise` when absent or null. */
  integer(key: string, least: number, most: number, otherwise: number): number {
    const value = this.body.get(key) ?? null;
    if (value === null) return otherwise;
    const number = value instanceof ExactNumber ? Number(value.text) : Number.NaN;
    if (Number.isInteger(number) && number >= least && number <= most) return number;
    this.report(key, 'invalid-value', `"${key}" must be a whole number from ${least} to ${most}.`);
    return otherwise;
  }

  /** Notes something wrong with the value of a key. */
  report(path: string, code: ErrorCode, message: string): void {
    this.found.add({ path, code, message });
  }

  /** The result of a step, or null when it failed: its issues are told with the others. */
  async attempt<T>(step: () => T | Promise<T>): Promise<T | null> {
    try {
      return await step();
    } catch (error) {
      if (!(error instanceof SilhouetteError)) throw error;
      for (const issue of error.issues) this.found.add(issue);
      return null;
    }
  }

  /** Throws all issues found so far. */
  finish(): void {
    const { issues } = this.found;
    if (issues.length > 0) throw new SilhouetteError(issues);
  }
}

function list(keys: readonly string[]): string {
  return keys.map((key) => `"${key}"`).join(', ');
}
