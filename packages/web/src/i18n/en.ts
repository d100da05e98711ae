import type { CalendarPeriod, MeasureKind, WindowUnit } from '../features/explore/definition/tree.ts';
import { accountsEn } from './accounts-en.ts';
import { answersEn } from './answers-en.ts';
import { approvalsEn } from './approvals-en.ts';
import { audiencesEn } from './audiences-en.ts';
import { auditEn } from './audit-en.ts';
import { catalogPageEn } from './catalog-page-en.ts';
import { definingEn } from './defining-en.ts';
import { editingEn } from './editing-en.ts';
import { exploringEn } from './exploring-en.ts';
import { exportsEn } from './exports-en.ts';
import { failuresEn } from './failures-en.ts';
import { formatCount } from './format.ts';
import { plural } from './plural.ts';
import { privacyEn } from './privacy-en.ts';
import { shellEn } from './shell-en.ts';

const units: Record<WindowUnit, [string, string]> = {
  hour: ['hour', 'hours'],
  day: ['day', 'days'],
  week: ['week', 'weeks'],
  month: ['month', 'months'],
  year: ['year', 'years'],
};

/** "3 months". */
function span(n: number, unit: WindowUnit): string {
  return `${formatCount(n, 'en')} ${plural(n, units[unit][0], units[unit][1])}`;
}

const measures: Record<MeasureKind, string> = {
  count: 'number of times',
  days: 'number of days',
  recency: 'time since the last',
  sum: 'total',
  avg: 'average',
  min: 'smallest',
  max: 'largest',
  distinct: 'different values',
  first: 'first',
  last: 'last',
  top: 'most frequent',
};

const periods: Record<CalendarPeriod, [string, string, string]> = {
  week: ['this week', 'last week', 'next week'],
  month: ['this month', 'last month', 'next month'],
  quarter: ['this quarter', 'last quarter', 'next quarter'],
  year: ['this year', 'last year', 'next year'],
};

/** English. The Korean dictionary has the same keys: the compiler holds them together. */
export const en = {
  appName: 'Silhouette',
  language: { label: 'Language', ko: '한국어', en: 'English' },
  skipToDefinition: 'Skip to the conditions',
  loading: 'Loading…',
  close: 'Close',
  cancel: 'Cancel',
  more: 'More',
  undo: 'Undo',
  redo: 'Redo',
  copy: 'Copy',
  copied: 'Copied',
  copyLink: 'Copy link',
  linkCopied: 'Link copied',
  newQuestion: 'Start over',
  retry: 'Try again',
  yes: 'Yes',
  no: 'No',
  leaving: {
    title: 'What you wrote here is not saved.',
    text: 'Closing drops it.',
    stay: 'Go on writing',
    leave: 'Drop it and close',
  },
  shell: shellEn,

  catalog: {
    title: 'Conditions',
    open: 'Add a condition',
    search: 'Search conditions and values',
    searchHint: 'Name, synonym or value: “gender”, “Seoul”, “toner”',
    clear: 'Clear the search',
    events: 'Behaviour',
    sequence: 'Sequence of events',
    sequenceHint: 'One event, then another',
    customers: 'List of customers',
    customersHint: 'Paste customer keys',
    values: 'Values',
    valueIn: (where: string) => `in ${where}`,
    nothing: (query: string) => `Nothing is called “${query}”.`,
    nothingHint: 'Try a shorter word, a synonym, or a value such as a city or a product.',
    valuesFailed: 'Values could not be searched; names were.',
    found: (n: number) => `${n} ${plural(n, 'condition', 'conditions')}`,
    showAll: (n: number) => `Show all ${n}`,
    filled: (percent: string) => `${percent} of customers have a value`,
    rows: (n: number, text: string) => `${text} ${plural(n, 'row', 'rows')}`,
    groups: {
      basics: 'Basics',
      membership: 'Membership',
      beauty: 'Beauty',
      channels: 'Channels',
      consent: 'Consent',
      highlights: 'Highlights',
      other: 'Other',
    } as Record<string, string>,
    types: {
      boolean: 'yes/no',
      category: 'category',
      date: 'date',
      datetime: 'date and time',
      number: 'number',
      tags: 'tags',
      text: 'text',
      event: 'event',
    } as Record<string, string>,
  },

  definition: {
    title: 'Definition',
    emptyTitle: 'Who are you looking for?',
    emptyText: 'Pick a condition on the left, or click a bar on the right. Every click gives the exact number.',
    emptyTextRounded: 'Pick a condition on the left, or click a bar on the right. Every click gives the number.',
    all: 'all of these',
    any: 'any of these',
    allShort: 'all',
    anyShort: 'any',
    and: 'and',
    or: 'or',
    modeLabel: 'How the conditions join',
    group: 'Group',
    not: 'not',
    notLabel: 'Everyone but these',
    addGroup: 'Add group',
    addHere: 'New conditions go here',
    activeGroup: 'New conditions go into this group',
    emptyGroup: 'Empty group: not counted until it has a condition. Choose it, then click a condition on the left.',
    options: (name: string) => `Options for ${name}`,
    negate: 'Negate (not)',
    unnegate: 'Remove the “not”',
    switchOff: 'Switch off for now',
    switchOn: 'Switch on',
    off: 'off',
    duplicate: 'Duplicate',
    remove: 'Remove',
    moveUp: 'Move up',
    moveDown: 'Move down',
    moveIn: 'Move into the next group',
    moveOut: 'Move out of this group',
    wrap: 'Put into a new group',
    unwrap: 'Take the group apart',
    drag: (name: string) => `Drag ${name}`,
    dropHere: 'Move here',
    edit: (name: string) => `Edit ${name}`,
    unfinished: 'Choose a value: not counted yet',
    alone: (n: string) => `${n} alone`,
    aloneTitle: 'Customers this condition alone lets through',
    unknown: (id: string) => `“${id}” is not in the catalog`,
    audience: (id: string) => `Audience ${id}`,
    noteCount: (n: number) => `${n} ${plural(n, 'note', 'notes')}`,
    moved: (name: string) => `${name} moved`,
    removed: (name: string) => `${name} removed`,
    addedTo: (name: string) => `${name} added`,
  },

  ops: {
    gte: 'at least',
    lte: 'at most',
    gt: 'more than',
    lt: 'less than',
    dateGte: 'from',
    dateLte: 'to',
    dateGt: 'after',
    dateLt: 'before',
    exists: 'has a value',
    missing: 'has no value',
    between: (low: string, high: string) => `${low} and ${high}`,
    low: (operator: string, value: string) => `${operator} ${value}`,
    choose: 'choose…',
    from: 'From',
    to: 'To',
    noLimit: 'no limit',
    operatorFrom: 'Kind of lower limit',
    operatorTo: 'Kind of upper limit',
    exact: 'Exact values',
    range: 'Range',
    exactHint: 'Separate several by commas',
    kind: 'Kind of condition',
    andMore: (n: number) => `and ${n} more`,
  },

  values: answersEn.values,

  number: {
    invalid: 'Not a number. Write digits, with a point before decimals.',
    histogram: (name: string) => `Distribution of ${name}`,
    low: 'Lower handle',
    high: 'Upper handle',
    context: 'Bars: customers that meet the other conditions; line: everyone',
    invalidDate: 'Not a date. Write year-month-day, such as 2026-08-31.',
  },

  window: {
    label: 'Period',
    allTime: 'All time',
    last: (n: number, unit: WindowUnit) => (n === 1 ? `the last ${units[unit][0]}` : `the last ${span(n, unit)}`),
    next: (n: number, unit: WindowUnit) => (n === 1 ? `the next ${units[unit][0]}` : `the next ${span(n, unit)}`),
    range: (from: string, to: string) => `${from} to ${to}`,
    from: (from: string) => `from ${from}`,
    to: (to: string) => `up to ${to}`,
    ago: (from: number, to: number, unit: WindowUnit) => `${formatCount(from, 'en')} to ${span(to, unit)} ago`,
    calendar: (period: CalendarPeriod, offset: number) => {
      if (offset === 0) return periods[period][0];
      if (offset === -1) return periods[period][1];
      if (offset === 1) return periods[period][2];
      return offset < 0 ? `${span2(-offset, period)} ago` : `in ${span2(offset, period)}`;
    },
    anniversary: (days: number) => (days === 1 ? 'anniversary today' : `anniversary within ${span(days, 'day')}`),
    kinds: {
      last: 'Last',
      next: 'Next',
      range: 'Dates',
      ago: 'Ago',
      calendar: 'Calendar',
      all: 'All time',
      anniversary: 'Anniversary',
      exists: 'Has a date',
    },
    choose: 'choose dates…',
    unit: 'Unit',
    number: 'How many',
    start: 'Starts … ago',
    end: 'Ends … ago',
    fromDate: 'First day',
    toDate: 'Last day',
    bothIncluded: 'Both days are included.',
    period: 'Period',
    offset: 'Which',
    daysAhead: 'Days ahead, today included',
    units: { hour: 'hours', day: 'days', week: 'weeks', month: 'months', year: 'years' } as Record<WindowUnit, string>,
    periods: { week: 'week', month: 'month', quarter: 'quarter', year: 'year' } as Record<CalendarPeriod, string>,
    agoOrder: 'The start must be further back than the end.',
  },

  event: {
    /** Pieces of the line around the controls: [window] [event] [where] [measure] [comparison]. */
    beforeWindow: 'In',
    afterWindow: '',
    beforeWhere: 'where',
    afterWhere: 'has',
    filters: 'Filters',
    addFilter: 'Add filter',
    addFilterGroup: 'Add group of filters',
    removeFilter: (name: string) => `Remove the filter on ${name}`,
    filterField: 'Field',
    filterMode: 'How the filters join',
    allOf: 'all hold',
    anyOf: 'any holds',
    chooseEvent: 'Event',
    chooseMeasure: 'Measure',
    chooseField: 'Field measured',
    per: 'Count',
    perOccasion: 'per order or visit',
    perRow: 'per row',
    measureName: (kind: MeasureKind, field: string, perOccasion: boolean) => {
      if (kind === 'count' || kind === 'days' || kind === 'recency') return measures[kind];
      if (kind === 'avg') return `average ${lowerFirst(field)} per ${perOccasion ? 'occasion' : 'row'}`;
      return `${measures[kind]} ${lowerFirst(field)}`;
    },
    /** What follows the measure: nothing in English, a particle in Korean. */
    measureParticle: (_measure: string): string => '',
    once: 'at least once',
    never: 'never',
    countUnits: { count: '', days: 'days' },
    recencyUnit: 'Counted in',
    measures,
    comparison: 'Comparison',
    value: 'Values',
    windowNote: 'Windows end at the as-of time.',
  },

  sequence: {
    title: 'Sequence',
    addStep: 'Add step',
    removeStep: (n: number) => `Remove step ${n}`,
    gap: 'Time between steps',
    anyGap: 'any time later',
    within: (n: number, unit: WindowUnit) => `within ${span(n, unit)}`,
    limit: 'Limit the time between steps',
  },

  customers: {
    title: 'Customers in a list',
    summary: (n: number) => `${new Intl.NumberFormat('en').format(n)} ${plural(n, 'key', 'keys')}`,
    nobody: 'Nobody (empty list)',
    keys: 'Customer keys',
    hint: 'One per line, or separated by commas',
  },

  group: {
    title: 'Group',
    customers: (n: number) => plural(n, 'customer', 'customers'),
    shareOf: (share: string, base: string) => `${share} of all ${base}`,
    everyone: 'Everyone',
    thisGroup: 'This group',
    view: 'What to show',
    panels: 'Who they are',
    choosePanels: 'Choose panels',
    panelSearch: 'Search attributes',
    panelReset: 'Back to the default',
    showMore: (n: number) => `${n} more`,
    showLess: 'Fewer',
    other: 'Other values',
    missing: 'No value',
    present: (n: number, text: string) => `${text} ${plural(n, 'has', 'have')} a value`,
    min: 'min',
    median: 'median',
    mean: 'mean',
    max: 'max',
    sum: 'total',
    noneHave: 'Nobody in this group has a value.',
    add: (name: string) => `Add condition: ${name}`,
    bin: (from: string, to: string) => `${from} to below ${to}`,
    binBelow: (to: string) => `below ${to}`,
    binAbove: (from: string) => `${from} and above`,
    binDates: (from: string, to: string) => `${from} to ${to}`,
    binBefore: (day: string) => `before ${day}`,
    binAfter: (day: string) => `${day} and later`,
    inGroup: (n: string, share: string) => `${n} in this group (${share})`,
    inEveryone: (n: string, share: string) => `${n} of everyone (${share})`,
    ratio: (text: string) => `${text}×`,
    ratioTitle: (text: string) => `${text} times as frequent as among everyone`,
    moveUp: (name: string) => `Move ${name} up`,
    moveDown: (name: string) => `Move ${name} down`,
    hide: (name: string) => `Remove panel ${name}`,
    noPanels: 'No panels chosen.',
    nobodyTitle: 'Nobody matches',
    nobodyText: 'The cards show where the last customers were lost. Loosen or switch off a condition there.',
    updating: 'Updating',
    explain: 'Explain',
    members: 'See members',
    tookMs: (ms: string) => `${ms} ms`,
    announce: (n: string, customers: string) => `${n} ${customers}`,
    brushHint: 'Click a bar or drag over several to add a condition.',
    asOf: 'As of',
    through: (day: string) => `through ${day}`,
    until: (time: string) => `until ${time}`,
    newest: 'Newest data',
    asOfDate: 'Look as of the end of',
    asOfApply: 'Apply',
    asOfHint: 'Events after that day do not count. Attributes stay those of the snapshot.',
  },

  portrait: answersEn.portrait,

  explain: answersEn.explain,

  members: answersEn.members,

  editing: editingEn,
  exploring: exploringEn,
  defining: definingEn,
  exports: exportsEn,
  approvals: approvalsEn,
  audit: auditEn,
  privacy: privacyEn,
  accounts: accountsEn,
  audiences: audiencesEn,
  catalogPage: catalogPageEn,

  failures: failuresEn,

  errors: {
    networkTitle: 'The server does not answer.',
    networkKept: 'Your conditions are kept, here and in the address of this page.',
    networkDo: 'Check that “silhouette serve” is running, then try again.',
    serverTitle: 'The server could not answer this.',
    serverKept: 'Your conditions are kept; nothing was changed.',
    serverDo: 'Undo the last change or try again. The details help whoever runs Silhouette.',
    definitionTitle: 'A condition cannot be answered as it stands.',
    definitionKept: 'The number shown is that of the last question that could be.',
    definitionDo: 'Change or switch off the marked condition.',
    unreadableTitle: 'The server’s answer could not be read.',
    linkTitle: 'This link cannot be opened.',
    linkDamaged: 'It was cut short or changed on its way, so its question is not known for certain.',
    linkNewer: 'It was made by a newer version of Silhouette.',
    linkUnreadable: 'It does not hold a question.',
    linkKept: 'Nothing was asked in its place.',
    linkDo: 'Ask for the link again, or start with an empty definition.',
    linkStart: 'Start empty',
    crashTitle: 'The page met an error of its own.',
    crashKept: 'Your conditions are kept in the address.',
    crashDo: 'Reload the page. If it happens again, undo the last change.',
    reload: 'Reload',
    details: 'Details',
    copyFailed: 'The browser did not allow copying.',
  },
};

/** A label inside a phrase: `Amount` as `amount`; `NPS` stays. */
function lowerFirst(label: string): string {
  return /^[A-Z][a-z]/.test(label) ? `${label.charAt(0).toLowerCase()}${label.slice(1)}` : label;
}

function span2(n: number, period: CalendarPeriod): string {
  return `${n} ${plural(n, period, `${period}s`)}`;
}

/** The texts of one language. */
export type Dictionary = typeof en;
