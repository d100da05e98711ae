/** Texts of the editors of values, measures and dates, in English. */
export const editingEn = {
  noNumber: 'Not a number. Write digits (100000 or 100,000, a point before decimals), or 100k, 1.5m.',
  wholeNumber: (least: string, most: string) => `Write a whole number from ${least} to ${most}.`,
  badCommas: 'Commas stand between thousands only: 100,000 or 1,234.5.',
  listHint: 'Separate several by “, ” or “;”',
  listOnly: (several: string) => `For several values write ${several} (a space behind each comma).`,
  oneOrSeveral: (one: string, several: string) =>
    `One number or several? Write ${one}, or ${several} with a space behind each comma.`,
  noBins: 'The distribution could not be counted. Limits can be typed all the same.',
  zeroApart: (n: string) => `Not drawn: ${n} with 0`,
  rowContext: 'Bars: customers with such an event, of those that meet the other conditions; line: everyone',
  timeContext: 'Bars: customers with such an event then, of those that meet the other conditions; line: everyone',
  becomesDates: (window: string) => `Moving a handle makes fixed dates of “${window}”`,
  nowDates: (dates: string) => `Fixed dates now: ${dates}`,
  understood: (number: string) => `= ${number}`,
};
