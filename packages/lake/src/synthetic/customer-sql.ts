import { addColumns, Draw, sqlNumbers } from './draw.ts';
import { BRANDS } from './merchandise.ts';
import { findCode } from './named-value.ts';
import { REGIONS } from './places.ts';
import type { Season } from './season.ts';
import { DEMO_DAYS } from './season.ts';
import { GENDERS, JOIN_CHANNELS } from './traits.ts';

/** Which customers of which retailer: numbers `first` … `first + count - 1`, from 1. */
export interface DemoChunk {
  readonly seed: number;
  readonly season: Season;
  readonly first: number;
  readonly count: number;
  /** Share of the activity of a customer that is made, 0-1: a demo of millions is thinner, not larger than a disk. */
  readonly density: number;
}

const PHARMACY = findCode(JOIN_CHANNELS, 'pharmacy');
const APP = findCode(JOIN_CHANNELS, 'app');

/** Ages from 14 to 79, as common as among the members of a beauty retailer. */
const AGE_WEIGHTS = Array.from({ length: 66 }, (_, index) => {
  const age = 14 + index;
  if (age < 18) return 0.8;
  if (age < 30) return 2.6;
  if (age < 40) return 2.5;
  if (age < 50) return 1.9;
  if (age < 60) return 1.35;
  return age < 70 ? 0.6 : 0.2;
});

/**
 * What each customer is like, one row each in order: nothing of it is a column of the demo by itself, everything in the
 * demo follows from it. Positions (`…_no`) count from 0 in the lists of `traits.ts`, `places.ts` and `merchandise.ts`.
 */
export function selectCustomers(chunk: DemoChunk): string {
  const draw = new Draw(chunk.seed);
  const { season } = chunk;
  const numbered = `SELECT toInt64(number + ${chunk.first}) AS i FROM numbers(${chunk.count})`;
  const person = addColumns(numbered, {
    gender_no: draw.pick([...GENDERS.map((gender) => gender.weight), 2], 'gender', 'i'),
    age_drawn: `(14 + ${draw.pick(AGE_WEIGHTS, 'age', 'i')})`,
    region_no: draw.pick(
      REGIONS.map((region) => region.weight),
      'region',
      'i',
    ),
    engagement: draw.unit('engagement', 'i'),
  });
  // The day drawn within the year of life keeps `age_drawn` the age on the last day.
  const born = addColumns(person, {
    birth_day: `toInt32(${season.endDay} - floor((age_drawn + 0.001 + 0.997 * ${draw.unit('birthday', 'i')}) * 365.2425))`,
    age_class: 'multiIf(age_drawn < 25, 0, age_drawn < 45, 1, 2)',
    city_in_region: draw.pickIn(
      REGIONS.map((region) => region.cities.map((city) => city.weight)),
      'region_no',
      'city',
      'i',
    ),
    store_no: storeSql(draw),
  });
  const joined = addColumns(born, {
    join_day: `least(toInt32(${DEMO_DAYS - 1}), greatest(toInt32(birth_day + 5114 - ${season.startDay}), toInt32(floor(-2100 + 3190 * pow(${draw.unit('join', 'i')}, 0.72)))))`,
    join_channel_no: draw.pickIn(
      [
        [14, 42, 20, 16, 6, 1.7, 0.5],
        [28, 29, 25, 9, 5, 2.5, 1.7],
        [52, 12, 18, 4, 6, 5, 3],
      ],
      'age_class',
      'join-channel',
      'i',
    ),
    skin_no: draw.pickIn(
      [
        [16, 32, 33, 12, 7],
        [26, 18, 35, 14, 7],
        [42, 8, 28, 12, 10],
      ],
      'age_class',
      'skin',
      'i',
    ),
    personal_no: draw.pick([30, 31, 24, 15], 'personal-colour', 'i'),
    // Gangnam and Seocho are the first two districts of Seoul.
    wealthy: 'toUInt8(region_no = 0 and city_in_region < 2)',
  });
  const tasted = addColumns(joined, {
    tier_no: draw.pickIn(
      [
        [58, 31, 9, 2],
        [30, 42, 21, 7],
        [24, 34, 26, 16],
        [30, 30, 28, 12],
        [10, 28, 36, 26],
        [6, 20, 34, 40],
      ],
      'age_class + 3 * wealthy',
      'tier',
      'i',
    ),
    orders_per_year: `least(32, 1.08 * pow(1 - engagement, -0.58) * multiIf(gender_no = 0, 1.12, 0.72))`,
    // Pharmacy joiners stay three times as long as anyone else who buys as often.
    life_days: `toInt32(40 - log(1 - ${draw.unit('life', 'i')}) * (420 + 1500 * engagement) * if(join_channel_no = ${PHARMACY}, 3, 1))`,
    online_share: 'multiIf(age_class = 0, 0.78, age_drawn < 35, 0.68, age_class = 1, 0.55, age_drawn < 55, 0.4, 0.27)',
    app_installed: `(join_channel_no = ${APP} or ${draw.chance('multiIf(age_drawn < 30, 0.66, age_drawn < 40, 0.52, age_drawn < 50, 0.38, age_drawn < 60, 0.22, 0.09)', 'app', 'i')})`,
    app_delay: `if(join_channel_no = ${APP}, toInt32(0), toInt32(floor(800 * ${draw.unit('app-delay', 'i')} * ${draw.unit('app-delay-2', 'i')})))`,
    gift_share: giftShareSql(),
  });
  const lived = addColumns(tasted, {
    active_from: 'greatest(toInt32(0), join_day)',
    active_to: `least(toInt32(${DEMO_DAYS}), join_day + life_days)`,
    app_day: 'greatest(toInt32(-1400), join_day + app_delay)',
    brand_1: favouriteBrandSql(draw, 'brand-1', true),
    brand_2: favouriteBrandSql(draw, 'brand-2', false),
  });
  return addColumns(lived, {
    active_days: 'greatest(toInt32(0), active_to - active_from)',
    has_app: `(app_installed and app_day < ${DEMO_DAYS})`,
    order_count: `toUInt32(least(400, floor(${chunk.density} * orders_per_year * greatest(0, active_to - active_from) / 365 * (0.45 + 1.1 * ${draw.unit('orders', 'i')}) + ${chunk.density} * ${draw.unit('orders-2', 'i')})))`,
    // What a year with the shop is worth in KRW, as the grades see it.
    worth: 'if(active_to >= 900, orders_per_year * [14000, 26000, 52000, 120000][1 + tier_no] * 2.2, 0)',
    is_active: `toUInt8(active_to >= ${DEMO_DAYS})`,
  });
}

/** The number of a customer as a key. */
export const MEMBER_NO_SQL = "concat('M', leftPad(toString(i), 8, '0'))";

/** Local days and seconds of the day (SQL, day 0 = the first of the demo) as an instant; Seoul has been UTC+9 since 1988. */
export function instantSql(season: Season, day: string, second: string): string {
  return `fromUnixTimestamp64Milli((toInt64(${season.startDay} + ${day}) * 86400 + ${second} - 32400) * 1000, 'UTC')`;
}

/** A day (SQL, counted from day 0) as a `Date32`. */
export function dateSql(season: Season, day: string): string {
  return `toDate32('1970-01-01') + toInt32(${season.startDay} + ${day})`;
}

function storeSql(draw: Draw): string {
  const first: number[] = [];
  let stores = 0;
  for (const region of REGIONS) {
    first.push(stores);
    stores += region.stores;
  }
  const counts = REGIONS.map((region) => region.stores);
  return `toInt32(${sqlNumbers(first)}[1 + region_no] + ${draw.bits('store', 'i')} % ${sqlNumbers(counts)}[1 + region_no])`;
}

/** Share of orders that are gifts. Men of Ulsan's shipyards and plants think of their parents. */
function giftShareSql(): string {
  return `multiIf(region_no = ${findCode(REGIONS, 'ulsan')} and gender_no = 1 and age_drawn between 30 and 49, 0.8, gender_no = 1 and age_drawn between 22 and 49, 0.3, gender_no = 0 and age_drawn between 28 and 49, 0.13, 0.06)`;
}

function favouriteBrandSql(draw: Draw, name: string, pocket: boolean): string {
  const rows = [0, 1, 2, 3].map((tier) => BRANDS.map((brand) => brand.weight * 0.12 ** Math.abs(brand.tier - tier)));
  const taste = draw.pickIn(rows, 'tier_no', name, 'i');
  if (!pocket) return taste;
  // Students and researchers of Daejeon swear by a laboratory's brand.
  const pocketSql = `region_no = ${findCode(REGIONS, 'daejeon')} and gender_no = 0 and age_drawn between 20 and 29 and ${draw.chance(0.65, 'daejeon', 'i')}`;
  return `if(${pocketSql}, ${findCode(BRANDS, 'dermavon')}, ${taste})`;
}
