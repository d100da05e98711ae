import type { DemoChunk } from './customer-sql.ts';
import { instantSql, MEMBER_NO_SQL, selectCustomers } from './customer-sql.ts';
import { addColumns, Draw, sqlNumbers } from './draw.ts';
import { codeOf, pickAt } from './members-sql.ts';
import { BRANDS, CATEGORIES, LINES_PER_BRAND, PRICE_TIERS, PRODUCTS_PER_PAIR, TIER_FACTORS } from './merchandise.ts';
import { findCode } from './named-value.ts';
import { REGIONS, STORE_LIST } from './places.ts';
import type { DayTable } from './season.ts';
import { JOIN_CHANNELS, PERSONAL_COLOURS } from './traits.ts';

const JEJU = findCode(REGIONS, 'jeju');
const ULSAN = findCode(REGIONS, 'ulsan');
const PHARMACY = findCode(JOIN_CHANNELS, 'pharmacy');
const WINTER_COOL = findCode(PERSONAL_COLOURS, 'winter-cool');

/** Hours 0-23 in a store, online, and online for people who cannot sleep. */
const HOUR_WEIGHTS = [
  [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 6, 9, 8, 8, 8, 9, 10, 12, 11, 8, 3, 0, 0],
  [5, 3, 1.5, 1, 0.7, 0.8, 1.5, 3, 4, 4, 4.5, 5, 6, 5, 4, 4, 4, 4.5, 5, 6, 8, 10, 11, 9],
  [16, 18, 18, 14, 8, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 4, 8],
];

/** Months in which a category sells more (or less) than its share. */
const MONTH_FACTORS: Readonly<Record<string, readonly number[]>> = {
  sun: [0.3, 0.3, 0.8, 1.5, 2.6, 3.4, 3.6, 2.6, 1, 0.5, 0.3, 0.3],
  cream: [2.1, 1.9, 1.3, 0.9, 0.7, 0.5, 0.5, 0.5, 0.9, 1.4, 2, 2.2],
  body: [1.6, 1.4, 1, 0.8, 0.8, 1, 1.1, 1, 0.8, 1, 1.4, 1.6],
  mask: [1, 1, 1.2, 1.3, 1.1, 1, 1, 1.1, 1, 1, 1, 1],
  lip: [1, 1.1, 1.3, 1.1, 1, 0.8, 0.7, 0.8, 1.2, 1.3, 1.1, 1.2],
  perfume: [0.7, 1.2, 1.1, 0.8, 1.2, 0.8, 0.8, 0.8, 0.9, 0.9, 1.2, 2],
  giftset: [1.6, 1.3, 0.4, 0.3, 1, 0.2, 0.2, 0.3, 1.8, 0.4, 0.6, 2.2],
};

/** Purchases, a row for each line of an order: customers in order, each with orders in the order they were drawn. */
export function selectPurchases(chunk: DemoChunk): string {
  const draw = new Draw(chunk.seed);
  const lines = addColumns(`SELECT *, l FROM (${selectOrders(chunk, draw)}) ARRAY JOIN range(line_count) AS l`, {
    taste_no: 'skin_no + 5 * age_class + if(gender_no = 1, 15, 0)',
    brand_no: `multiIf(${draw.chance(0.5, 'brand-how', 'i', 'j', 'l')}, brand_1, ${draw.chance(0.35, 'brand-how-2', 'i', 'j', 'l')}, brand_2, ${draw.pick(
      BRANDS.map((brand) => brand.weight * 0.6 ** brand.tier),
      'brand',
      'i',
      'j',
      'l',
    )})`,
  });
  const chosen = addColumns(lines, {
    category_no: categorySql(draw),
    rank_no: `toUInt8(floor(${PRODUCTS_PER_PAIR} * pow(${draw.unit('rank', 'i', 'j', 'l')}, 1.7)))`,
  });
  const priced = addColumns(
    addColumns(chosen, {
      product_no: `toInt32((category_no * ${BRANDS.length} + brand_no) * ${PRODUCTS_PER_PAIR} + rank_no)`,
      brand_tier: `${sqlNumbers(BRANDS.map((brand) => brand.tier))}[1 + brand_no]`,
    }),
    {
      // A product costs the same whoever asks and whatever the seed: hashed without either.
      price: `toInt64(round(${sqlNumbers(CATEGORIES.map((category) => category.priceKrw))}[1 + category_no] * ${sqlNumbers(TIER_FACTORS)}[1 + brand_tier] * (0.72 + 0.6 * (cityHash64(toInt32(product_no)) % 1000) / 1000) / 100) * 100)`,
      line_no: `cityHash64(toInt32(product_no), 'line') % ${LINES_PER_BRAND}`,
      pieces: `toInt32(multiIf(${draw.unit('pieces', 'i', 'j', 'l')} < if(brand_tier = 0, 0.7, 0.86), 1, ${draw.unit('pieces-2', 'i', 'j', 'l')} < 0.8, 2, 3))`,
      off_percent: `multiIf(coupon, [10, 15, 20][1 + ${draw.bits('off', 'i', 'j')} % 3], on_sale, [20, 25, 30][1 + ${draw.bits('off-sale', 'i', 'j', 'l')} % 3], 0)`,
    },
  );
  const paid = addColumns(priced, { off: 'toInt64(floor(price * pieces * off_percent / 1000) * 10)' });
  const productCodes = `concat('P', leftPad(toString(product_no), 4, '0'))`;
  const columns: Readonly<Record<string, string>> = {
    order_no: 'i * 1000 + j',
    member_no: MEMBER_NO_SQL,
    ordered_at: instantSql(chunk.season, 'day', 'second'),
    product: productCodes,
    product_name: `concat(${pickAt(
      BRANDS.map((brand) => brand.ko),
      'brand_no',
    )}, ' ', ${pickAt(
      BRANDS.flatMap((brand) => brand.lines),
      `brand_no * ${LINES_PER_BRAND} + line_no`,
    )}, ' ', ${pickAt(
      CATEGORIES.flatMap((category) => category.types),
      `category_no * ${PRODUCTS_PER_PAIR} + rank_no`,
    )})`,
    brand: codeOf(BRANDS, 'brand_no'),
    category: codeOf(CATEGORIES, 'category_no'),
    line: codeOf(listLineCodes(), `brand_no * ${LINES_PER_BRAND} + line_no`),
    price_tier: codeOf(PRICE_TIERS, 'brand_tier'),
    channel: `if(online, 'online', 'store')`,
    store: `if(online, NULL, ${codeOf(STORE_LIST, 'bought_store')})`,
    store_name: `if(online, NULL, ${pickAt(
      STORE_LIST.map((store) => store.ko),
      'bought_store',
    )})`,
    amount: 'price * pieces - off',
    quantity: 'pieces',
    discount: 'off',
    coupon_used: 'CAST(coupon AS Bool)',
    gift_wrapped: 'CAST(wrapped AS Bool)',
  };
  return `SELECT ${Object.entries(columns)
    .map(([name, sql]) => `${sql} AS ${name}`)
    .join(', ')} FROM (${paid})`;
}

/** The product lines of every brand, brand by brand. */
export function listLineCodes(): readonly { readonly code: string; readonly ko: string; readonly en: string }[] {
  return BRANDS.flatMap((brand) =>
    brand.lines.map((line, index) => ({
      code: `${brand.code}-${index + 1}`,
      ko: `${brand.ko} ${line}`,
      en: `${brand.en} ${index + 1}`,
    })),
  );
}

/** Orders: when, where, how many lines, as a present or not. */
function selectOrders(chunk: DemoChunk, draw: Draw): string {
  const { season } = chunk;
  const orders = addColumns(`SELECT *, j FROM (${selectCustomers(chunk)}) ARRAY JOIN range(order_count) AS j`, {
    for_parents: `toUInt8(region_no = ${ULSAN} and gender_no = 1 and age_drawn between 30 and 49)`,
    wants_gift: draw.chance('gift_share', 'gift', 'i', 'j'),
    online: draw.chance('least(0.93, online_share + if(has_app, 0.12, 0))', 'online', 'i', 'j'),
  });
  const dated = addColumns(
    addColumns(orders, {
      gift_first: `if(for_parents, ${firstSlot(season.parents, 'active_from')}, ${firstSlot(season.gifts, 'active_from')})`,
      gift_end: `if(for_parents, ${firstSlot(season.parents, 'active_to')}, ${firstSlot(season.gifts, 'active_to')})`,
      any_first: firstSlot(season.everyday, 'active_from'),
      any_end: firstSlot(season.everyday, 'active_to'),
    }),
    { gift: 'wants_gift and gift_end > gift_first', drawn: draw.bits('day', 'i', 'j') },
  );
  return addColumns(
    addColumns(dated, {
      day: `multiIf(gift and for_parents, ${sqlNumbers(season.parents.slots)}[1 + least(${season.parents.slots.length - 1}, gift_first + drawn % greatest(1, gift_end - gift_first))], gift, ${sqlNumbers(season.gifts.slots)}[1 + least(${season.gifts.slots.length - 1}, gift_first + drawn % greatest(1, gift_end - gift_first))], ${sqlNumbers(season.everyday.slots)}[1 + least(${season.everyday.slots.length - 1}, any_first + drawn % greatest(1, any_end - any_first))])`,
      line_count: `toUInt8(if(gift, 1 + ${draw.chance(0.25, 'lines-gift', 'i', 'j')}, 1 + ${draw.pick([34, 30, 18, 10, 5, 3], 'lines', 'i', 'j')}))`,
      bought_store: `if(${draw.chance(0.8, 'store-usual', 'i', 'j')}, store_no, toInt32(${draw.bits('store-other', 'i', 'j')} % ${STORE_LIST.length}))`,
      sleepless: `toUInt8(join_channel_no = ${PHARMACY} and online and ${draw.chance(0.6, 'sleepless', 'i', 'j')})`,
    }),
    {
      on_sale: `${sqlNumbers(season.saleDays)}[1 + day] = 1`,
      month_no: `toUInt8(toMonth(toDate32('1970-01-01') + toInt32(${season.startDay} + day)) - 1)`,
      second: `(${draw.pickIn(HOUR_WEIGHTS, 'multiIf(sleepless, 2, online, 1, 0)', 'hour', 'i', 'j')} * 3600 + ${draw.bits('second', 'i', 'j')} % 3600)`,
      coupon: draw.chance('if(tier_no = 0, 0.34, 0.2)', 'coupon', 'i', 'j'),
      wrapped: draw.chance('if(gift, 0.72, 0.03)', 'wrapped', 'i', 'j'),
    },
  );
}

function firstSlot(table: DayTable, day: string): string {
  return `toInt32(${sqlNumbers(table.starts)}[1 + ${day}])`;
}

/** What kind of product: a present, a pocket's habit, the customer's own taste or the season's. */
function categorySql(draw: Draw): string {
  const keys = ['i', 'j', 'l'];
  const byMonth = Array.from({ length: 12 }, (_, month) =>
    CATEGORIES.map((category) => category.weight * (MONTH_FACTORS[category.code]?.[month] ?? 1)),
  );
  const presents = CATEGORIES.map(
    (category) => ({ giftset: 50, perfume: 20, lip: 10, cream: 8, wellness: 8, serum: 4 })[category.code] ?? 0,
  );
  return `toInt32(multiIf(
    gift, ${draw.pick(presents, 'category-gift', ...keys)},
    region_no = ${JEJU} and gender_no = 1 and age_drawn >= 50 and ${draw.chance(0.6, 'jeju', ...keys)}, ${findCode(CATEGORIES, 'sun')},
    join_channel_no = ${PHARMACY} and ${draw.chance(0.5, 'pharmacy', ...keys)}, ${findCode(CATEGORIES, 'cica')},
    personal_no = ${WINTER_COOL} and gender_no = 0 and ${draw.chance(0.3, 'winter-lips', ...keys)}, ${findCode(CATEGORIES, 'lip')},
    ${draw.chance(0.5, 'category-how', ...keys)}, ${draw.pickIn(listTastes(), 'taste_no', 'category-taste', ...keys)},
    ${draw.pickIn(byMonth, 'month_no', 'category-month', ...keys)}))`;
}

/** Weights of the categories by (gender of two, age class of three, skin of five), skin first. */
function listTastes(): number[][] {
  const tastes: number[][] = [];
  for (const man of [false, true]) {
    for (const ageClass of [0, 1, 2]) {
      for (const skin of [0, 1, 2, 3, 4]) {
        tastes.push(CATEGORIES.map((category) => category.weight * weighTaste(category.code, man, ageClass, skin)));
      }
    }
  }
  return tastes;
}

function weighTaste(category: string, man: boolean, ageClass: number, skin: number): number {
  const byAge: Readonly<Record<string, readonly number[]>> = {
    lip: [2.2, 1, 0.5],
    eye: [2.4, 1, 0.3],
    base: [1.3, 1.2, 0.7],
    cream: [0.6, 1, 1.9],
    serum: [0.7, 1.1, 1.8],
    wellness: [0.2, 1, 2.4],
    hair: [0.6, 0.9, 1.8],
    cleansing: [1.4, 1, 0.7],
    mask: [1.3, 1.1, 0.7],
  };
  const bySkin: Readonly<Record<string, readonly number[]>> = {
    cream: [2.4, 0.4, 1, 1.2, 1],
    cica: [0.5, 1.2, 0.8, 4.5, 0.4],
    cleansing: [0.7, 2, 1.2, 0.8, 1],
    toner: [1, 1.5, 1.1, 0.9, 1],
    body: [1.6, 0.7, 0.9, 1, 1],
    mask: [1.3, 0.9, 1, 0.6, 1],
  };
  const forMen: Readonly<Record<string, number>> = { men: 22, lip: 0.15, eye: 0.06, base: 0.15, perfume: 2.4, mask: 0.5 };
  const gender = man ? (forMen[category] ?? 1) : category === 'men' ? 0.25 : 1;
  return (byAge[category]?.[ageClass] ?? 1) * (bySkin[category]?.[skin] ?? 1) * gender;
}
