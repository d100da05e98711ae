/**
 * What a spreadsheet may take for the beginning of a formula, in full width too (a Japanese or Korean input method makes it, and
 * programs read it as the plain sign): the list of OWASP's "CSV Injection".
 */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/**
 * A text as a spreadsheet may be given it: one that could be taken for a formula gets an apostrophe before it, any other is
 * as it was. The apostrophe is part of the value for every other program.
 */
export function guardCell(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}
