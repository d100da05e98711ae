/** Texts of the definition's edits and of questions too large for an address, in English. */
export const definingEn = {
  emptyList: 'any of an empty list (nobody)',
  noRow: 'no row',
  everyRow: 'every row',
  /** `what`: what the step said when it was done; empty where it said nothing. */
  undone: (what: string) => (what === '' ? 'Change undone' : `Undone: ${what}`),
  redone: (what: string) => (what === '' ? 'Change done again' : `Done again: ${what}`),
  duplicated: (name: string) => `${name} duplicated`,
  negated: (name: string) => `${name}: everyone but these`,
  unnegated: (name: string) => `${name}: no longer negated`,
  switchedOff: (name: string) => `${name} switched off`,
  switchedOn: (name: string) => `${name} switched on`,
  wrapped: (name: string) => `${name} put into a new group`,
  unwrapped: (name: string) => `${name} taken apart`,
  list: {
    size: (n: string) => `${n} ${n === '1' ? 'value' : 'values'}`,
    first: (values: string, more: string) => `${values} and ${more} more`,
    change: 'Add or take out, one per line',
    add: 'Add',
    takeOut: 'Take out',
    copy: 'Copy all',
    clear: 'Empty the list',
    hint: 'The list is too long to be edited as text. A long text that is pasted is added at once.',
    added: (n: string) => `${n} added`,
    taken: (n: string) => `${n} taken out`,
  },
  /** A card of a long definition until it comes near the part in sight. */
  lazy: (name: string, off: boolean) => `${name}${off ? ' (off)' : ''}`,
  large: {
    noLink: 'Too large for a link: save it as an audience first',
    title: 'This question is too large for a link.',
    text: 'A reload of this tab keeps it, but its address opens nothing elsewhere. To share it, save it as an audience: that one has a short link.',
    unkept: 'This browser cannot keep a question this large: a reload of this tab loses it. Save it as an audience.',
    /** Told where such an address was opened in another tab. */
    elsewhere: 'Its question was too large for an address and stayed in the tab it was made in.',
    elsewhereDo: 'Ask its maker to save it as an audience and to send the link of that one.',
    missing: 'The saved audience it names cannot be read.',
  },
};
