const MAGIC = 0xfd2fb528;

/**
 * Follows the frames of Zstandard data (RFC 8878) without unpacking it, to tell a whole file from one that was cut:
 * ClickHouse takes a cut one for whole. Feed every byte, then ask {@link isWhole}.
 */
export class ZstdFrames {
  private readonly pending: number[] = [];
  private skip = 0;
  private step: 'magic' | 'descriptor' | 'block' | 'skippable' = 'magic';
  private hasChecksum = false;
  private isLastBlock = false;
  private isOther = false;

  /** Takes the next bytes of the file. */
  feed(chunk: Uint8Array): void {
    let index = 0;
    while (index < chunk.length && !this.isOther) {
      if (this.skip > 0) {
        const skipped = Math.min(this.skip, chunk.length - index);
        this.skip -= skipped;
        index += skipped;
        if (this.skip === 0) this.afterSkip();
        continue;
      }
      this.pending.push(chunk[index] ?? 0);
      index += 1;
      this.advance();
    }
  }

  /** True when the data ended where a frame ends. */
  isWhole(): boolean {
    return !this.isOther && this.step === 'magic' && this.pending.length === 0 && this.skip === 0;
  }

  private advance(): void {
    const { pending } = this;
    if (this.step === 'magic' && pending.length === 4) {
      const magic = this.take();
      if (magic === MAGIC) this.step = 'descriptor';
      else if (magic >= 0x184d2a50 && magic <= 0x184d2a5f) this.step = 'skippable';
      else this.isOther = true;
    } else if (this.step === 'skippable' && pending.length === 4) {
      this.begin(this.take(), 'magic');
    } else if (this.step === 'descriptor' && pending.length === 1) {
      const descriptor = this.take();
      const isSingle = (descriptor & 0x20) !== 0;
      const sizeBytes = [isSingle ? 1 : 0, 2, 4, 8][descriptor >> 6] ?? 0;
      const dictionaryBytes = [0, 1, 2, 4][descriptor & 3] ?? 0;
      this.hasChecksum = (descriptor & 4) !== 0;
      this.isLastBlock = false;
      this.begin((isSingle ? 0 : 1) + sizeBytes + dictionaryBytes, 'block');
    } else if (this.step === 'block' && pending.length === 3) {
      const header = this.take();
      this.isLastBlock = (header & 1) === 1;
      // A run-length block holds one byte, whatever its size.
      const size = ((header >> 1) & 3) === 1 ? 1 : header >> 3;
      if (this.isLastBlock) this.begin(size + (this.hasChecksum ? 4 : 0), 'magic');
      else this.begin(size, 'block');
    }
  }

  private begin(skip: number, step: 'magic' | 'block'): void {
    this.skip = skip;
    this.step = step;
  }

  private afterSkip(): void {
    this.pending.length = 0;
  }

  private take(): number {
    const value = this.pending.reduce((sum, byte, index) => sum + byte * 2 ** (8 * index), 0);
    this.pending.length = 0;
    return value;
  }
}
