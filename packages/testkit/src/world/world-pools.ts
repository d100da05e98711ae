/** Zones with changes at midnight, in odd places of the year, by half hours, by a whole day, and none at all. */
export const ZONES = [
  'UTC',
  'Europe/London',
  'America/New_York',
  'America/Sao_Paulo',
  'Pacific/Apia',
  'Asia/Seoul',
  'Australia/Lord_Howe',
  'Africa/Cairo',
  'Asia/Kathmandu',
  'America/Havana',
] as const;

/** Local days that meet leap days, ends of months, changes of clocks, and a day that Apia never had. */
export const DAYS = [
  '1900-01-01',
  '1969-12-31',
  '1970-01-01',
  '2011-12-29',
  '2011-12-30',
  '2011-12-31',
  '2018-11-03',
  '2018-11-04',
  '2023-02-28',
  '2023-12-31',
  '2024-01-01',
  '2024-01-31',
  '2024-02-28',
  '2024-02-29',
  '2024-03-01',
  '2024-03-10',
  '2024-03-30',
  '2024-03-31',
  '2024-04-07',
  '2024-04-30',
  '2024-05-31',
  '2024-10-27',
  '2024-11-03',
  '2024-12-31',
  '2025-02-28',
  '2299-12-31',
] as const;

/** Days within a year, where windows meet several of them. */
export const RECENT_DAYS = DAYS.filter((day) => day >= '2023-12-31' && day < '2025');

/** Times of day at the edges of days and around changes of clocks. */
export const TIMES_OF_DAY = [
  '00:00:00',
  '00:00:00.001',
  '00:30:00',
  '00:59:59.999',
  '01:00:00',
  '01:30:00',
  '02:00:00',
  '02:30:00',
  '03:00:00',
  '12:00:00',
  '23:30:00',
  '23:59:59.999',
] as const;

/** Texts that break careless programs; none begins or ends with white space, none is empty. */
export const TEXTS = [
  'a',
  'b',
  'B',
  '서울',
  '여성',
  '수분크림',
  '007',
  '7',
  '7.0',
  "O'Brien",
  'back\\slash',
  '\\N',
  'NULL',
  'null',
  'nan',
  'true',
  'comma, "quoted"',
  'two\nlines',
  'tab\tinside',
  '`tick`',
  '{x:String}',
  "'; DROP TABLE customers; --",
  '%_',
  '\u{1f600}',
  '\u{1f469}\u200d\u{1f52c}',
  '\uffee',
  'é',
  'e\u0301',
  '한',
  '\u1112\u1161\u11ab',
  'Ａ',
  '[]',
  '$1',
  '-',
] as const;

/** Tags: as {@link TEXTS}, without the separator that files use. */
export const TAGS = TEXTS.filter((text) => !text.includes('|'));

/** Ids of attributes and fields. */
export const COLUMN_IDS = [
  '금액',
  'plain',
  'two words',
  "it's",
  'back\\slash',
  'UPPER',
  '1st',
  'select',
  'a`b',
  '상품 이름',
  'x.y',
  'q"uote',
] as const;

/** Ids of events. */
export const EVENT_IDS = ['purchase', '방문', 'app open'] as const;

/** Keys of customers; few, so that rows of several events meet. */
export const KEYS = [
  'c1',
  'c2',
  'c3',
  'C3',
  '007',
  '7',
  '김철수',
  "o'x",
  'a\\b',
  '\u{1f600}',
  '\uffee',
  'é',
  'e\u0301',
  '두 단어',
  '%',
] as const;
