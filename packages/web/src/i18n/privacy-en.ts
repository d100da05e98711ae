import { plural } from './plural.ts';

/** Texts of requests of customers, in English. */
export const privacyEn = {
  lead: 'A customer asks what is held of them, or to be erased. Both are recorded.',
  accessTitle: 'What is held of a customer',
  accessText:
    'Everything in one JSON file, unmasked. Read it before you hand it on: a row may only happen to hold the same text.',
  key: 'Customer key',
  purpose: 'What for (5 to 500 characters)',
  download: 'Download',
  downloading: 'Gathering…',
  downloaded: 'The file was downloaded.',
  eraseTitle: 'Erase customers',
  eraseText: 'From every snapshot, saved audience, export and entry of the log. Later loads leave them out.',
  keys: 'Customer keys, one a line',
  reason: 'Reason (kept in the log: it must not name anybody)',
  erase: 'Erase…',
  confirmTitle: (n: number, text: string) => `Erase ${text} ${plural(n, 'customer', 'customers')} for good?`,
  confirmText: 'This cannot be undone. Every older snapshot is removed, and so are exports that hold them.',
  confirm: 'Erase for good',
  listTitle: 'Requests for erasure',
  nothing: 'No request yet',
  nothingText: 'Requests stand here with what was done, never with whom.',
  requested: 'Requested',
  by: 'By',
  customers: 'Customers',
  state: 'State',
  result: 'What was done',
  states: { queued: 'Waiting', running: 'Running', done: 'Done', failed: 'Failed, tried again at the next start' },
  done: (rows: string, exports: string, versions: string, entries: string) =>
    `Rows left out of sources: ${rows} · exports removed: ${exports} · versions of audiences changed: ${versions} · log entries: ${entries}`,
  blanked: (cells: string, scopes: string, texts: string) =>
    `Cells blanked in rows of others: ${cells} · row scopes changed: ${scopes} · texts changed: ${texts}`,
  notFound: (text: string, all: string) => `Keys that were no customer’s: ${text} of ${all}. Look at how they are written.`,
  ownFiles: (files: string) => `Your own files still hold erased customers: ${files}`,
  remaining: (places: string) => `A key stands inside other texts: ${places}`,
};
