import { type Catalog, catalogFromJson } from '../../../src/index.ts';

const described = {
  type: 'category',
  description: null,
  decimals: 0,
  unit: null,
  order: null,
  values: [],
  synonyms: [],
  pii: false,
  hidden: false,
  stats: { present: 1, missing: 0, distinct: 1, min: null, max: null },
} as const;

/** Of two columns that a file need not name. */
export const catalog: Catalog = catalogFromJson({
  name: 'Shop',
  timeZone: 'Asia/Seoul',
  currency: null,
  attributes: ['city', 'age'].map((id) => ({
    ...described,
    id,
    label: { ko: id, en: id },
    group: 'Customer',
    origin: { kind: 'source', column: id, sql: null },
  })),
  events: [],
  panels: [],
  keyName: 'id',
});
