/** Texts of comparing, ordering and looking ahead, in English. */
export const exploringEn = {
  versus: {
    label: 'Compared with',
    everyone: 'everyone',
    rest: 'everyone else',
    audience: 'another group',
    choose: 'another group…',
    title: 'Compare with another group',
    keepThis: 'Keep this group to compare with',
    keepThisHint: 'Its conditions as they are now. Then change them and see both.',
    paste: 'Link or definition',
    pasteHint: 'Paste a link of this page, or a definition as JSON.',
    apply: 'Compare',
    badLink: 'This is not a link of this page, or it was cut short.',
    badJson: 'This is not a definition.',
    open: 'Explore that group',
    size: (n: string, customers: string) => `${n} ${customers}`,
    failed: 'The other group cannot be answered; bars show this group alone.',
    inRest: (n: string, share: string) => `${n} of everyone else (${share})`,
    inAudience: (n: string, share: string) => `${n} of the other group (${share})`,
    unknown: 'Not among the values listed for the other group',
    ratioRest: (text: string) => `${text} times as frequent as among everyone else`,
    ratioAudience: (text: string) => `${text} times as frequent as in the other group`,
  },
  panel: {
    move: (name: string) => `Move panel ${name}: drag, or arrow keys`,
    moved: (name: string, position: number, of: number) => `${name}: ${position} of ${of}`,
    loading: (name: string) => `${name}: loading`,
    brush: 'Shift and arrow keys choose several bars, Enter adds them.',
  },
  card: {
    on: (name: string) => `Count ${name}`,
  },
  lookAhead: {
    title: (n: string, customers: string) => `With this value alone the group is ${n} ${customers}`,
    column: 'Group with it',
    everyone: 'Everyone',
  },
  members: {
    columns: 'Choose columns',
    columnCount: (n: number) => `${n} ${n === 1 ? 'column' : 'columns'}`,
    reset: 'Back to the default',
    search: 'Search attributes',
  },
  catalog: {
    distribution: (name: string) => `Distribution of ${name} among everyone`,
  },
};
