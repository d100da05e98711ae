/** Ordinals of a snapshot's customers as a bitmap. */
export interface OrdinalSet {
  /** One bit a customer, lowest bit of the lowest byte first. */
  readonly bits: Uint8Array;
  /** How many ordinals came, repeated ones and those of nobody included. */
  readonly listed: number;
  /** What is wrong with the list: null, or the end of a sentence that begins with who made it. */
  readonly problem: string | null;
}

/** Collects ordinals that come in any order, of a snapshot with so many customers. */
export async function collectOrdinals(chunks: AsyncIterable<Uint32Array>, customers: number): Promise<OrdinalSet> {
  const bits = new Uint8Array(Math.ceil(customers / 8));
  let listed = 0;
  let twice: number | null = null;
  let outside: number | null = null;
  for await (const chunk of chunks) {
    listed += chunk.length;
    for (let at = 0; at < chunk.length; at += 1) {
      const ordinal = chunk[at] ?? 0;
      const byte = bits[ordinal >>> 3] ?? 0;
      const bit = 1 << (ordinal & 7);
      if (ordinal >= customers) outside ??= ordinal;
      else if ((byte & bit) !== 0) twice ??= ordinal;
      else bits[ordinal >>> 3] = byte | bit;
    }
  }
  return { bits, listed, problem: describeProblem(twice, outside, customers) };
}

function describeProblem(twice: number | null, outside: number | null, customers: number): string | null {
  if (outside !== null) return `lists the ordinal ${outside}, which none of ${customers} customers has`;
  return twice === null ? null : `lists the ordinal ${twice} twice`;
}
