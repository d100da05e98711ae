/** Finds lines and columns in a text; made once per text, so that a thousand issues cost no more than one. */
export class TextPlaces {
  private readonly lineStarts: number[] = [0];

  /** Lines end at `\n`, `\r\n` or `\r`. */
  constructor(text: string) {
    for (const match of text.matchAll(/\r\n|\n|\r/g)) this.lineStarts.push(match.index + match[0].length);
  }

  /** Line and column (both from 1) of an offset, as `line 3, column 5`. */
  describe(offset: number): string {
    let low = 0;
    let high = this.lineStarts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.lineStarts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return `line ${low + 1}, column ${offset - (this.lineStarts[low] ?? 0) + 1}`;
  }
}
