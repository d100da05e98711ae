import type { DemoChunk } from './customer-sql.ts';
import { dateSql, instantSql, MEMBER_NO_SQL, selectCustomers } from './customer-sql.ts';
import { addColumns, Draw, sqlTexts } from './draw.ts';
import type { NamedValue } from './named-value.ts';
import { REGIONS, STORE_LIST } from './places.ts';
import { DEMO_DAYS } from './season.ts';
import {
  FINISHES,
  GENDERS,
  GRADES,
  INTERESTS,
  JOIN_CHANNELS,
  LIFE_STAGES,
  OCCUPATIONS,
  PERSONAL_COLOURS,
  PLATFORMS,
  SCENTS,
  SHADES,
  SKIN_CONCERNS,
  SKIN_TYPES,
} from './traits.ts';

const SURNAMES = [...'김이박최정강조윤장임한오서신권황안송류홍전고문양손배백허유남심노하곽성차주우구민'];
const GIVEN_FIRST = [...'서민지하예수은도시우연윤태현준재소다가나유주아정혜'];
const GIVEN_SECOND = [...'연준윤아우진현은서호민영빈희원림결솔람율'];

/** The table of members, a row for each customer of the chunk in order. */
export function selectMembers(chunk: DemoChunk): string {
  const draw = new Draw(chunk.seed);
  const { season } = chunk;
  const consent = (name: string, probability: string) => draw.chance(probability, `consent-${name}`, 'i');
  const consentDay = (name: string) =>
    `least(toInt32(${DEMO_DAYS - 1}), join_day + if(${draw.chance(0.75, `consent-${name}-at-join`, 'i')}, toInt32(0), toInt32(floor(700 * ${draw.unit(`consent-${name}-day`, 'i')}))))`;
  const agreed = addColumns(selectCustomers(chunk), {
    ok_marketing: consent('marketing', 'if(age_class = 2, 0.61, 0.74)'),
    app_no: draw.pickIn(
      [
        [34, 66],
        [58, 42],
        [81, 19],
      ],
      'age_class',
      'platform',
      'i',
    ),
    grade_no: `toUInt8(multiIf(worth >= 700000, 4, worth >= 300000, 3, worth >= 130000, 2, worth >= 50000 or ${draw.chance(0.15, 'grade-kept', 'i')}, 1, 0))`,
    day_marketing: consentDay('marketing'),
    day_night: consentDay('night'),
    day_email: consentDay('email'),
    sees_points: `toInt64(floor(worth * 0.02 * ${draw.unit('points', 'i')} / 10) * 10 + ${draw.bits('points-2', 'i')} % 30 * 100)`,
  });
  const full = addColumns(agreed, {
    ok_sms: `(ok_marketing and ${consent('sms', '0.86')})`,
    ok_email: `(ok_marketing and ${consent('email', '0.57')})`,
    ok_push: `(has_app and ${consent('push', '0.71')})`,
    ok_night: `(ok_marketing and ${consent('night', 'if(age_class = 0, 0.36, 0.17)')})`,
  });
  const columns: Readonly<Record<string, string>> = {
    member_no: MEMBER_NO_SQL,
    name: `concat(${pickText(SURNAMES, draw.bits('surname', 'i'))}, ${pickText(GIVEN_FIRST, draw.bits('given-1', 'i'))}, ${pickText(GIVEN_SECOND, draw.bits('given-2', 'i'))})`,
    // 010-0 is given to nobody.
    phone: `concat('010-0', leftPad(toString(${draw.bits('phone', 'i')} % 1000), 3, '0'), '-', leftPad(toString(${draw.bits('phone-2', 'i')} % 10000), 4, '0'))`,
    gender: `if(gender_no = 2, NULL, ${codeOf(GENDERS, 'gender_no')})`,
    birth_date: `toDate32('1970-01-01') + birth_day`,
    age: `toInt32(age('year', toDate32('1970-01-01') + birth_day, toDate32('1970-01-01') + toInt32(${season.endDay})))`,
    age_band: `if(age_drawn >= 70, '70+', concat(toString(intDiv(age_drawn, 10) * 10), 's'))`,
    region: codeOf(REGIONS, 'region_no'),
    city: cityCode(),
    joined_on: dateSql(season, 'join_day'),
    join_channel: codeOf(JOIN_CHANNELS, 'join_channel_no'),
    grade: codeOf(GRADES, 'grade_no'),
    grade_since: `if(grade_no = 0, NULL, ${dateSql(season, `least(toInt32(${DEMO_DAYS - 1}), greatest(join_day, ${draw.whole(0, DEMO_DAYS, 'grade-since', 'i')}))`)})`,
    life_stage: `if(${draw.chance(0.34, 'no-life-stage', 'i')}, NULL, ${codeOf(
      LIFE_STAGES,
      draw.pickIn(
        [
          [62, 32, 3, 2, 0.5, 0.5],
          [2, 40, 20, 22, 14, 2],
          [0.5, 12, 14, 3, 36, 34],
        ],
        'age_class',
        'life-stage',
        'i',
      ),
    )})`,
    occupation: `if(${draw.chance(0.41, 'no-occupation', 'i')}, NULL, ${codeOf(
      OCCUPATIONS,
      draw.pickIn(
        [
          [16, 20, 3, 4, 4, 5, 47, 1],
          [44, 15, 13, 9, 8, 6, 1, 4],
          [30, 17, 11, 9, 6, 11, 0.5, 15],
        ],
        'age_class',
        'occupation',
        'i',
      ),
    )})`,
    skin_type: `if(${draw.chance(0.12, 'no-skin', 'i')}, NULL, ${codeOf(SKIN_TYPES, 'skin_no')})`,
    skin_concerns: concernsSql(draw),
    personal_colour: `if(${draw.chance('if(gender_no = 0, 0.4, 0.85)', 'no-personal-colour', 'i')}, NULL, ${codeOf(PERSONAL_COLOURS, 'personal_no')})`,
    base_shade: `if(gender_no = 1 or ${draw.chance(0.25, 'no-shade', 'i')}, NULL, ${codeOf(
      SHADES,
      draw.pickIn(
        [
          [4, 14, 22, 34, 10, 16],
          [12, 22, 24, 30, 6, 6],
          [2, 8, 16, 36, 12, 26],
          [14, 24, 22, 30, 5, 5],
        ],
        'personal_no',
        'shade',
        'i',
      ),
    )})`,
    finish: codeOf(
      FINISHES,
      draw.pickIn(
        [
          [58, 22, 8, 12],
          [20, 30, 40, 10],
          [38, 30, 20, 12],
          [48, 20, 12, 20],
          [38, 28, 22, 12],
        ],
        'skin_no',
        'finish',
        'i',
      ),
    ),
    scent: codeOf(
      SCENTS,
      draw.pickIn(
        [
          [36, 26, 8, 20, 6, 4],
          [32, 22, 15, 14, 10, 7],
          [26, 14, 22, 10, 14, 14],
        ],
        'age_class',
        'scent',
        'i',
      ),
    ),
    interests: interestsSql(draw),
    hydration: `if(${draw.chance(0.7, 'no-measure', 'i')}, NULL, toDecimal32([38, 52, 47, 42, 55][1 + skin_no] * 10 + ${draw.bits('hydration', 'i')} % 220 - age_drawn, 1) / 10)`,
    sebum: `if(${draw.chance(0.7, 'no-measure', 'i')}, NULL, toDecimal32([22, 61, 44, 33, 35][1 + skin_no] * 10 + ${draw.bits('sebum', 'i')} % 190 - age_drawn, 1) / 10)`,
    preferred_store: `if(${draw.chance('online_share * 0.5', 'no-store', 'i')}, NULL, ${codeOf(STORE_LIST, 'store_no')})`,
    preferred_store_name: `${pickAt(
      STORE_LIST.map((store) => store.ko),
      'store_no',
    )}`,
    store_distance_km: `toDecimal32(toInt32(3 + 400 * ${draw.unit('distance', 'i')} * ${draw.unit('distance-2', 'i')} * if(region_no < 2, 0.4, 1)), 1) / 10`,
    app_installed: 'CAST(has_app AS Bool)',
    app_platform: `if(has_app, ${codeOf(PLATFORMS, 'app_no')}, NULL)`,
    app_installed_on: `if(has_app, ${dateSql(season, 'app_day')}, NULL)`,
    last_login_at: `if(active_days > 0 and has_app, ${instantSql(season, `greatest(active_from, active_to - 1 - ${draw.whole(0, 40, 'login', 'i')})`, draw.whole(25200, 59000, 'login-time', 'i'))}, NULL)`,
    marketing_consent: 'CAST(ok_marketing AS Bool)',
    marketing_consent_on: `if(ok_marketing, ${dateSql(season, 'day_marketing')}, NULL)`,
    sms_consent: 'CAST(ok_sms AS Bool)',
    sms_consent_on: `if(ok_sms, ${dateSql(season, 'day_marketing')}, NULL)`,
    email_consent: 'CAST(ok_email AS Bool)',
    email_consent_on: `if(ok_email, ${dateSql(season, 'greatest(day_marketing, day_email)')}, NULL)`,
    push_consent: 'CAST(ok_push AS Bool)',
    push_consent_on: `if(ok_push, ${dateSql(season, 'app_day')}, NULL)`,
    night_consent: 'CAST(ok_night AS Bool)',
    night_consent_on: `if(ok_night, ${dateSql(season, 'greatest(day_marketing, day_night)')}, NULL)`,
    points: 'sees_points',
    points_expiring: `toInt64(floor(sees_points * ${draw.unit('expiring', 'i')} * 0.4))`,
    coupons: `toInt32(${draw.bits('coupons', 'i')} % (2 + grade_no * 2))`,
    wishlist: `toInt32(floor(if(has_app, 14, 3) * ${draw.unit('wishlist', 'i')} * ${draw.unit('wishlist-2', 'i')} * (0.4 + engagement)))`,
    referrals: `toInt32(floor(3.4 * ${draw.unit('referrals', 'i')} * ${draw.unit('referrals-2', 'i')} * engagement))`,
    nps: `if(${draw.chance(0.8, 'no-nps', 'i')}, NULL, toInt32(least(10, floor(3 + 5 * sqrt(${draw.unit('nps', 'i')}) + 3 * engagement * is_active))))`,
  };
  return `SELECT ${Object.entries(columns)
    .map(([name, sql]) => `${sql} AS ${name}`)
    .join(', ')} FROM (${full})`;
}

/** The code at a position (SQL, from 0) of a list. */
export function codeOf(values: readonly Pick<NamedValue, 'code'>[], position: string): string {
  return pickAt(
    values.map((value) => value.code),
    position,
  );
}

/** The text at a position (SQL, from 0) of a list. */
export function pickAt(texts: readonly string[], position: string): string {
  return `${sqlTexts(texts)}[1 + ${position}]`;
}

function pickText(texts: readonly string[], bits: string): string {
  return pickAt(texts, `${bits} % ${texts.length}`);
}

function cityCode(): string {
  const first: number[] = [];
  let cities = 0;
  for (const region of REGIONS) {
    first.push(cities);
    cities += region.cities.length;
  }
  const codes = REGIONS.flatMap((region) => region.cities.map((city) => city.code));
  return pickAt(codes, `[${first.join(',')}][1 + region_no] + city_in_region`);
}

/** Concerns follow skin and age: wrinkles come with the years, acne and pores with oil, redness with sensitivity. */
function concernsSql(draw: Draw): string {
  const probabilities: Readonly<Record<string, string>> = {
    wrinkle: '[0.02, 0.2, 0.62][1 + age_class]',
    elasticity: '[0.03, 0.22, 0.55][1 + age_class]',
    pigmentation: '[0.08, 0.25, 0.45][1 + age_class]',
    acne: '[0.12, 0.55, 0.3, 0.2, 0.08][1 + skin_no] * [1.3, 0.9, 0.3][1 + age_class]',
    pore: '[0.1, 0.6, 0.42, 0.18, 0.12][1 + skin_no]',
    redness: '[0.12, 0.12, 0.14, 0.66, 0.06][1 + skin_no]',
    dryness: '[0.7, 0.06, 0.3, 0.42, 0.12][1 + skin_no]',
    dullness: '0.22',
    'dark-circle': '0.16',
  };
  const tags = SKIN_CONCERNS.map(
    ({ code }) => `if(${draw.chance(probabilities[code] ?? '0', `concern-${code}`, 'i')}, '${code}', '')`,
  );
  return `arrayFilter(tag -> tag != '', [${tags.join(', ')}])`;
}

function interestsSql(draw: Draw): string {
  const probabilities: Readonly<Record<string, string>> = {
    skincare: '0.62',
    makeup: 'if(gender_no = 1, 0.06, [0.66, 0.42, 0.25][1 + age_class])',
    perfume: 'if(gender_no = 1, 0.36, 0.26)',
    haircare: '0.3',
    body: '0.24',
    wellness: '[0.1, 0.22, 0.44][1 + age_class]',
    vegan: 'if(skin_no = 3, 0.38, 0.12)',
    device: 'if(tier_no >= 2, 0.3, 0.1)',
  };
  const tags = INTERESTS.map(
    ({ code }) => `if(${draw.chance(probabilities[code] ?? '0', `interest-${code}`, 'i')}, '${code}', '')`,
  );
  return `arrayFilter(tag -> tag != '', [${tags.join(', ')}])`;
}
