import { SilhouetteError } from '@silhouette/model';

/** What a setting may be. */
interface WholeNumberSetting {
  readonly least: number;
  readonly most: number;
  /** Without the setting. */
  readonly usual: number;
  /** Most digits, leading zeros too. */
  readonly digits: number;
  /** Said of anything else. */
  readonly problem: string;
}

/** A whole number that a variable of the environment sets. @throws SilhouetteError `invalid-option` */
export function readWholeNumber(text: string | undefined, { least, most, usual, digits, problem }: WholeNumberSetting): number {
  if (text === undefined || text === '') return usual;
  const number = /^\d+$/.test(text) && text.length <= digits ? Number(text) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw SilhouetteError.of('invalid-option', problem);
}
