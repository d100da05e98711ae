import { type KeysReport, nameKeyKind } from '@silhouette/lake';

/** Warns of keys that tell who somebody is, which everybody is shown. */
export function describeKeys({ column, looksLike }: KeysReport): string {
  return `${column}: keys of customers look like ${nameKeyKind(looksLike)}, and everybody who lists members is shown them; write "privacy: personal" under "customers:" in silhouette.yaml to have them masked`;
}
