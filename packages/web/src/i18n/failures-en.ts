import { plural } from './plural.ts';

/** What is said of a failure, or the parts in which one kind differs from the general one. */
export interface FailureWords {
  /** What happened. */
  readonly title: string;
  /** What was not affected. */
  readonly kept: string;
  /** What to do. */
  readonly advice: string;
}

/** Kinds of failures that the page tells apart, by what helps against them. */
export type FailureKind =
  | 'network'
  | 'unreadable'
  | 'signed-out'
  | 'not-allowed'
  | 'missing'
  | 'gone'
  | 'conflict'
  | 'changed'
  | 'too-large'
  | 'too-many'
  | 'definition'
  | 'refused'
  | 'unavailable'
  | 'server';

const kept = 'Your conditions are kept; nothing was changed.';

const kinds: Record<Exclude<FailureKind, 'network' | 'unreadable' | 'definition' | 'server'>, FailureWords> = {
  'signed-out': { title: 'You are not signed in any more.', kept, advice: 'Sign in again: the page goes on where it is.' },
  'not-allowed': {
    title: 'You may not do this.',
    kept,
    advice: 'An administrator can give you the permission; the details name it.',
  },
  missing: { title: 'This is not there.', kept, advice: 'It may have been deleted meanwhile. Go back and look again.' },
  gone: { title: 'This is no longer kept.', kept, advice: 'Ask for it anew.' },
  conflict: {
    title: 'This cannot be done as things stand.',
    kept,
    advice: 'Something else stands in the way; the details say what. Put it right, or try again later.',
  },
  changed: {
    title: 'Somebody else has changed this meanwhile.',
    kept: 'Nothing of theirs or yours was overwritten.',
    advice: 'Look at what stands now, then save again.',
  },
  'too-large': { title: 'This is too large to be answered.', kept, advice: 'Shorten its lists, or take conditions away.' },
  'too-many': { title: 'Too much is under way at once.', kept, advice: 'Try again in a moment.' },
  refused: {
    title: 'The server does not take this as it is.',
    kept,
    advice: 'The details say what is wrong. Undo the last change, or put it right.',
  },
  unavailable: {
    title: 'The server cannot answer this now.',
    kept: 'What was acknowledged is kept, and so are your conditions.',
    advice: 'Try again in a moment. If it lasts, the details help whoever runs Silhouette.',
  },
};

/** Where a code says more than its kind. */
const codes: Record<string, Partial<FailureWords>> = {
  'snapshot-gone': {
    title: 'The pinned snapshot is no longer kept.',
    advice: 'Ask your conditions of the newest data instead.',
  },
  'invalid-as-of': {
    title: 'The moment asked for is not possible.',
    advice: 'Choose another day under “As of”, from 1900 to 2299.',
  },
  'lake-missing': { title: 'No data have been loaded yet.', advice: 'Run “silhouette load”, then try again.' },
  'catalog-missing': { title: 'The workspace has no catalog.', advice: 'Run “silhouette init”, then “silhouette load”.' },
  'lake-damaged': {
    title: 'The data are damaged.',
    advice: 'Run “silhouette doctor”: it names the file. Then load again from the sources.',
  },
  'engine-failed': { title: 'The engine failed on this question.' },
  'took-too-long': {
    title: 'This took too long, and was given up.',
    advice: 'Ask for less: a shorter period, or fewer conditions. Or try again when less is going on.',
  },
  'second-factor-needed': {
    title: 'This waits for a second factor.',
    advice: 'Set one up under “My account”; it holds at once.',
  },
  'scope-broken': {
    title: 'It cannot be told which customers you may see.',
    advice: 'An administrator must mend the definition of your scope.',
  },
  'foreign-origin': {
    title: 'The server takes this for a request of another site.',
    advice: 'Reload the page. Behind a proxy, Silhouette must be started with “--public-url”.',
  },
  'own-approval': { title: 'Nobody decides about their own exports.', advice: 'Somebody else who may approve has to.' },
  'unknown-attribute': {
    title: 'Something is asked that the data do not have.',
    advice: 'Take it away; the details name it.',
  },
  'audience-in-use': {
    title: 'Other audiences refer to this one.',
    advice: 'Take it out of them first; the details name them.',
  },
  'audience-exists': {
    title: 'There is an audience of this name already.',
    advice: 'Choose another name, or change that one.',
  },
  'catalog-file-changed': {
    title: 'The file has changed since the preview.',
    kept: 'Nothing was written.',
    advice: 'Look at the preview again.',
  },
  'load-running': { title: 'Data are being loaded.', advice: 'Wait until they are there, then try again.' },
  'store-locked': {
    title: 'Another process has the saved audiences open.',
    advice: 'End it (the details name it), then try again.',
  },
  'store-unreachable': { title: 'The database of saved audiences does not answer.' },
  'store-newer': {
    title: 'A newer Silhouette has used this database.',
    advice: 'Start the newer version.',
  },
  'audit-unwritable': {
    title: 'The audit log cannot be written, so nothing is answered.',
    advice: 'Whoever runs Silhouette must look at its database.',
  },
  'export-gone': { title: 'The file of this export is no longer kept.', advice: 'Export again.' },
  'export-not-ready': { title: 'The file is not written yet.', advice: 'Wait until the export is done.' },
  'export-refused': { title: 'You may not have this export any more.', advice: 'Ask for it anew.' },
  'export-decided': { title: 'This export was decided about already.', advice: 'Look at the list again.' },
  'export-miscounted': { title: 'The export was not written whole, and thrown away.', advice: 'Export again, and report it.' },
  'too-many-exports': { title: 'Too many exports are waiting already.', advice: 'Cancel some, or wait until some are done.' },
  'too-many-attempts': { title: 'Too many attempts.' },
  'purpose-missing': { title: 'It is not said what personal values are for.', advice: 'Tell the purpose, then try again.' },
  'link-gone': { title: 'This link was used, or has expired.', advice: 'Ask an administrator for another.' },
  'disk-full': {
    title: 'The server’s disk is full.',
    kept: 'What was there before is untouched.',
    advice: 'Whoever runs Silhouette must make room.',
  },
};

/** Texts of failures, of what is wrong with conditions, and of what is to be known about answers, in English. */
export const failuresEn = {
  kinds,
  codes,
  /** Of a definition whose wrong place no card marks. */
  definitionUnmarked: 'Change it; the details say what is wrong.',
  retryIn: (seconds: number) => `Try again in ${seconds} ${plural(seconds, 'second', 'seconds')}.`,
  /** What kind of thing is wrong with a condition, by the server's code. */
  issues: {
    'impossible-window': 'This period is impossible.',
    'invalid-value': 'This value is not possible here.',
    'wrong-type': 'This value has the wrong type.',
    'unknown-attribute': 'The data have no such attribute.',
    'unknown-event': 'The data have no such event.',
    'unknown-field': 'This event has no such field.',
    'unknown-operator': 'This comparison is not possible here.',
    'unknown-audience': 'There is no such audience.',
    'definition-hidden': 'This audience is not for you to ask about.',
    'audience-cycle': 'These audiences refer to each other in a circle.',
    'unsupported-predicate': 'No engine can answer this condition.',
    'invalid-definition': 'This is no condition.',
    'unknown-key': 'Something is written here that means nothing.',
    'missing-key': 'Something is missing here.',
    'duplicate-key': 'The same is written here twice.',
    'invalid-as-of': 'This moment is not possible.',
    'not-allowed': 'You may not ask this.',
    'too-large': 'This condition is too large.',
    'too-deep': 'The groups are nested too deep.',
  } as Record<string, string>,
  /** What is to be known about an answer. Counts come written, names and examples as they are. */
  notes: {
    unknownValues: (n: number, count: string, subject: string, examples: string) =>
      `${count} ${plural(n, 'value', 'values')} of ${subject} ${plural(n, 'is', 'are')} nowhere in the data and ${plural(n, 'matches', 'match')} nobody: ${examples}`,
    unknownCustomers: (n: number, count: string, examples: string) =>
      `${count} customer ${plural(n, 'key is', 'keys are')} not in the data and ${plural(n, 'matches', 'match')} nobody: ${examples}`,
    attributesAsOf: (moment: string) => `Attributes are those of the snapshot (${moment}); events are as of the time asked.`,
    rounded: (to: string) =>
      `You are told numbers of customers in multiples of ${to}; groups of fewer than ${to}, and some little larger, as 0.`,
    leftOut: (counted: string) =>
      `Conditions and bounds by which only few customers differ are left out of your numbers. Counted is: ${counted}`,
    nothingToCompare: 'Both groups are the same customers, or one is empty: there is nothing to compare.',
    tooFewCustomers: 'One of the groups is too small to compare.',
    spreadsheetSafe: 'Texts that a spreadsheet would take for a formula have an apostrophe before them.',
    andMore: (shown: string, more: string) => `${shown} and ${more} more`,
  },
};
