/** What the editors of a list of texts need. */
export interface TextValuesEditorProps {
  readonly label: string;
  readonly hint: string;
  readonly values: readonly string[];
  readonly onChange: (values: readonly string[]) => void;
  /** Whether commas separate values too. */
  readonly splitCommas: boolean;
}

/** Most lines of a text field: browsers take seconds for every letter of one with a hundred thousand. */
export const MOST_LINES = 1000;

/** Values typed or pasted by one line each, and by commas where those separate, too: no blanks around them, none twice. */
export function readValues(text: string, splitCommas: boolean): readonly string[] {
  const parts = text.split(splitCommas ? /[\n,]/ : '\n').map((part) => part.trim());
  return [...new Set(parts.filter((part) => part !== ''))];
}
