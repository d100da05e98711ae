/** What is wrong with a line. */
export interface BadJsonLine {
  readonly line: number;
  readonly message: string;
}

/** How the values of a key look: one kind in all lines, or `mixed`. */
export type JsonKind = 'scalar' | 'list' | 'mixed' | 'nested';

const NOT_WHITE = /\S/;

/** Reads JSON lines: checks each, counts them, and notes every key with the kind of its values. Blank lines are no rows. */
export class JsonLinesScanner {
  /** Keys in the order of first appearance; null: nothing but null so far. */
  readonly kinds = new Map<string, JsonKind | null>();
  rows = 0;
  /** The first line that is no JSON object; null: none. */
  bad: BadJsonLine | null = null;
  private line = 0;
  private rest: Uint8Array[] = [];

  /** Takes the next bytes of UTF-8. */
  take(utf8: Uint8Array): void {
    let start = 0;
    for (let end = utf8.indexOf(0x0a); end >= 0; end = utf8.indexOf(0x0a, start)) {
      this.endLine(utf8.subarray(start, end));
      start = end + 1;
    }
    if (start < utf8.length) this.rest.push(Buffer.from(utf8.subarray(start)));
  }

  /** Ends the text. */
  finish(): void {
    if (this.rest.length > 0) this.endLine(new Uint8Array(0));
  }

  private endLine(bytes: Uint8Array): void {
    const whole = this.rest.length === 0 ? bytes : Buffer.concat([...this.rest, bytes]);
    this.rest = [];
    this.line += 1;
    if (this.bad !== null) return;
    const text = Buffer.from(whole.buffer, whole.byteOffset, whole.byteLength).toString('utf8');
    if (!NOT_WHITE.test(text)) return;
    const value = this.parse(text);
    if (value === null) return;
    this.rows += 1;
    for (const [key, item] of Object.entries(value)) this.note(key, item);
  }

  private parse(text: string): object | null {
    try {
      const value: unknown = JSON.parse(text);
      if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
      this.bad = { line: this.line, message: 'it is no JSON object' };
    } catch (error) {
      this.bad = { line: this.line, message: error instanceof Error ? error.message : String(error) };
    }
    return null;
  }

  private note(key: string, value: unknown): void {
    const seen = this.kinds.get(key);
    const kind = kindOf(value);
    if (seen === undefined || seen === null) this.kinds.set(key, kind);
    else if (kind !== null && kind !== seen && seen !== 'nested') this.kinds.set(key, kind === 'nested' ? 'nested' : 'mixed');
  }
}

function kindOf(value: unknown): JsonKind | null {
  if (value === null) return null;
  if (Array.isArray(value)) return value.some((item) => typeof item === 'object' && item !== null) ? 'nested' : 'list';
  return typeof value === 'object' ? 'nested' : 'scalar';
}
