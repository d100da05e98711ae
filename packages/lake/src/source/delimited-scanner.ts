/** What a scan of delimited text found. */
export interface DelimitedScan {
  /** Fields of the first record as they stand, null without any record. */
  readonly header: readonly string[] | null;
  /** Records after the header. */
  readonly rows: number;
  /** Every record has the header's number of fields, and nothing is written in a way that readers disagree on. */
  readonly isPlain: boolean;
  readonly raggedRows: number;
  readonly raggedExamples: readonly string[];
  /** Line (from 1) where a quote opens that is never closed; null: none. */
  readonly openQuoteLine: number | null;
  /** Line of the first NUL byte; null: none. */
  readonly nulLine: number | null;
}

const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;
const MAX_EXAMPLES = 5;

const FIELD_START = 0;
const UNQUOTED = 1;
const QUOTED = 2;
/** After a quote inside a quoted field: the end of it, or half of a doubled quote. */
const AFTER_QUOTE = 3;

/**
 * Reads delimited text (RFC 4180, any delimiter byte, UTF-8) byte by byte: counts records and fields and, when asked,
 * writes it anew with every field quoted and every record as long as the header. Blank lines are no records; a
 * record with too few fields is filled with missing values, one with too many is cut, both are counted.
 */
export class DelimitedScanner {
  private readonly delimiter: number;
  private readonly output: ByteWriter | null;
  private state = FIELD_START;
  private line = 1;
  private recordLine = 1;
  private quoteLine = 1;
  private fields = 0;
  private isBlank = true;
  private records = 0;
  private isPlain = true;
  private hasOddQuote = false;
  private afterReturn = false;
  private raggedRows = 0;
  private readonly raggedExamples: string[] = [];
  private nulLine: number | null = null;
  private header: string[] | null = null;
  private width = 0;
  private headerBytes: number[] = [];
  private readonly headerFields: string[] = [];

  constructor(delimiter: ',' | '\t', rewrites: boolean) {
    this.delimiter = delimiter.charCodeAt(0);
    this.output = rewrites ? new ByteWriter() : null;
  }

  /** Takes the next bytes; answers what is to be written for them, empty when not rewriting. */
  feed(chunk: Uint8Array): Uint8Array {
    const delimiter = this.delimiter;
    const length = chunk.length;
    let index = 0;
    while (index < length) {
      if (this.state === QUOTED) {
        index = this.skipQuoted(chunk, index);
        continue;
      }
      if (this.state === UNQUOTED && this.output === null && this.header !== null) {
        index = this.skipUnquoted(chunk, index);
        if (index >= length) break;
      }
      // Bounded by the loop's condition.
      const byte = chunk[index] as number;
      index += 1;
      if (this.afterReturn) {
        this.afterReturn = false;
        if (byte === LF) continue;
        this.isPlain = false;
      }
      if (byte === delimiter) this.endField();
      else if (byte === LF || byte === CR) {
        this.afterReturn = byte === CR;
        this.endRecord();
        this.line += 1;
        this.recordLine = this.line;
      } else if (byte === QUOTE && this.state === FIELD_START) {
        this.state = QUOTED;
        this.quoteLine = this.line;
        this.isBlank = false;
      } else if (byte === QUOTE && this.state === AFTER_QUOTE) {
        this.put(QUOTE);
        this.state = QUOTED;
      } else this.takePlain(byte);
    }
    return this.output?.take() ?? NO_BYTES;
  }

  /** Ends the text; answers the last bytes to write. */
  finish(): Uint8Array {
    if (this.afterReturn) this.isPlain = false;
    if (this.state !== QUOTED && (!this.isBlank || this.fields > 0)) this.endRecord();
    return this.output?.take() ?? NO_BYTES;
  }

  /** What was found; call after {@link finish}. */
  report(): DelimitedScan {
    return {
      header: this.header,
      rows: Math.max(0, this.records - 1),
      isPlain: this.isPlain,
      raggedRows: this.raggedRows,
      raggedExamples: this.raggedExamples,
      openQuoteLine: this.state === QUOTED ? this.quoteLine : null,
      nulLine: this.nulLine,
    };
  }

  private skipQuoted(chunk: Uint8Array, from: number): number {
    const found = chunk.indexOf(QUOTE, from);
    const end = found < 0 ? chunk.length : found;
    for (let index = from; index < end; index += 1) {
      const byte = chunk[index] as number; // bounded by `end`
      if (byte === LF) this.line += 1;
      else if (byte === 0) this.nulLine ??= this.line;
      this.put(byte);
    }
    if (found < 0) return chunk.length;
    this.state = AFTER_QUOTE;
    return found + 1;
  }

  /** The bulk of most files: plain bytes of a field, up to something that matters. */
  private skipUnquoted(chunk: Uint8Array, from: number): number {
    const delimiter = this.delimiter;
    let index = from;
    for (; index < chunk.length; index += 1) {
      const byte = chunk[index] as number; // bounded by the loop
      if (byte === delimiter || byte === LF || byte === CR || byte === QUOTE || byte === 0) break;
    }
    return index;
  }

  private takePlain(byte: number): void {
    if (byte === 0) this.nulLine ??= this.line;
    if (byte === QUOTE || (this.state === FIELD_START && (byte === 0x20 || byte === 0x09))) this.isPlain = false;
    if (this.state === AFTER_QUOTE) this.hasOddQuote = true;
    this.state = UNQUOTED;
    this.isBlank = false;
    this.put(byte);
  }

  private put(byte: number): void {
    if (this.header === null) this.headerBytes.push(byte);
    if (this.output === null) return;
    if (this.header !== null && this.fields >= this.width) return;
    this.output.putContent(byte);
  }

  private endField(): void {
    if (this.header === null) this.takeHeaderField();
    this.fields += 1;
    this.state = FIELD_START;
    this.isBlank = false;
    if (this.header === null || this.fields < this.width) this.output?.putSeparator();
  }

  private endRecord(): void {
    const wasBlank = this.isBlank && this.fields === 0;
    if (wasBlank) {
      this.isPlain = false;
      this.state = FIELD_START;
      return;
    }
    if (this.header === null) this.takeHeaderField();
    const fields = this.fields + 1;
    if (this.header === null) {
      this.header = this.headerFields;
      this.width = fields;
    } else if (fields !== this.width) this.takeRagged(`${fields} fields instead of ${this.width}`);
    else if (this.hasOddQuote) this.takeRagged('text after a closing quote');
    for (let missing = fields; missing < this.width; missing += 1) this.output?.putSeparator();
    this.output?.endRecord();
    this.records += 1;
    this.fields = 0;
    this.isBlank = true;
    this.hasOddQuote = false;
    this.state = FIELD_START;
  }

  private takeHeaderField(): void {
    this.headerFields.push(Buffer.from(this.headerBytes).toString('utf8'));
    this.headerBytes = [];
  }

  private takeRagged(what: string): void {
    this.isPlain = false;
    this.raggedRows += 1;
    if (this.raggedExamples.length < MAX_EXAMPLES) this.raggedExamples.push(`line ${this.recordLine}: ${what}`);
  }
}

const NO_BYTES = new Uint8Array(0);

/** Collects rewritten text: every field in quotes. */
class ByteWriter {
  private bytes = Buffer.allocUnsafe(1 << 16);
  private length = 0;
  private isOpen = false;

  putContent(byte: number): void {
    this.open();
    this.push(byte);
    if (byte === QUOTE) this.push(QUOTE);
  }

  putSeparator(): void {
    this.open();
    this.push(QUOTE);
    this.push(0x2c);
    this.isOpen = false;
  }

  endRecord(): void {
    this.open();
    this.push(QUOTE);
    this.push(LF);
    this.isOpen = false;
  }

  take(): Uint8Array {
    const taken = Buffer.from(this.bytes.subarray(0, this.length));
    this.length = 0;
    return taken;
  }

  private open(): void {
    if (this.isOpen) return;
    this.isOpen = true;
    this.push(QUOTE);
  }

  private push(byte: number): void {
    if (this.length === this.bytes.length) this.bytes = Buffer.concat([this.bytes], this.bytes.length * 2);
    this.bytes[this.length] = byte;
    this.length += 1;
  }
}
