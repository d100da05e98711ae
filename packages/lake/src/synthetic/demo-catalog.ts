/** The catalog of a demo. */
export function writeDemoCatalog(_plan: { readonly customers: number; readonly seed: number; readonly end: string }): string {
  return '';
}
