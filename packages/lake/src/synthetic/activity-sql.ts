import { APP_SECTIONS, VISIT_PURPOSES } from './activity-values.ts';
import { CAMPAIGN_CHANNELS, listCampaigns } from './campaigns.ts';
import type { DemoChunk } from './customer-sql.ts';
import { instantSql, MEMBER_NO_SQL, selectCustomers } from './customer-sql.ts';
import { addColumns, Draw, sqlNumbers } from './draw.ts';
import { codeOf, pickAt } from './members-sql.ts';
import { STORE_LIST } from './places.ts';

/** Visits to stores, customers in order. */
export function selectVisits(chunk: DemoChunk): string {
  const draw = new Draw(chunk.seed);
  const { season } = chunk;
  const counted = addColumns(selectCustomers(chunk), {
    visits: `toUInt32(least(150, floor(order_count * (1 - online_share) * 1.3 * (0.5 + ${draw.unit('visits', 'i')}) + ${chunk.density} * active_days / 500 * ${draw.unit('visits-2', 'i')})))`,
    first_slot: `toInt32(${sqlNumbers(season.everyday.starts)}[1 + active_from])`,
    end_slot: `toInt32(${sqlNumbers(season.everyday.starts)}[1 + active_to])`,
  });
  const visits = addColumns(`SELECT *, j FROM (${counted}) ARRAY JOIN range(visits) AS j`, {
    day: `${sqlNumbers(season.everyday.slots)}[1 + least(${season.everyday.slots.length - 1}, first_slot + ${draw.bits('visit-day', 'i', 'j')} % greatest(1, end_slot - first_slot))]`,
    second: draw.whole(37800, 37800, 'visit-time', 'i', 'j'),
    visited_no: `if(${draw.chance(0.82, 'visit-usual', 'i', 'j')}, store_no, toInt32(${draw.bits('visit-store', 'i', 'j')} % ${STORE_LIST.length}))`,
    purpose_no: draw.pickIn(
      [
        [46, 12, 18, 10, 14],
        [50, 16, 14, 12, 8],
        [42, 32, 6, 16, 4],
      ],
      'age_class',
      'visit-purpose',
      'i',
      'j',
    ),
  });
  return `SELECT ${MEMBER_NO_SQL} AS member_no, ${instantSql(season, 'day', 'second')} AS visited_at,
    ${codeOf(STORE_LIST, 'visited_no')} AS store, ${pickAt(
      STORE_LIST.map((store) => store.ko),
      'visited_no',
    )} AS store_name, ${codeOf(VISIT_PURPOSES, 'purpose_no')} AS purpose,
    toInt32([14, 38, 7, 24, 70][1 + purpose_no] * (0.4 + 1.3 * ${draw.unit('visit-minutes', 'i', 'j')})) AS minutes
    FROM (${visits})`;
}

/** Sessions in the app, customers in order. */
export function selectAppOpens(chunk: DemoChunk): string {
  const draw = new Draw(chunk.seed);
  const { season } = chunk;
  const counted = addColumns(selectCustomers(chunk), {
    app_from: 'greatest(active_from, app_day)',
    opens: `if(has_app and active_to > greatest(active_from, app_day), toUInt32(least(300, floor((order_count * 1.1 + (active_to - greatest(active_from, app_day)) * ${chunk.density} / 80) * [1.5, 1.05, 0.7][1 + age_class] * (0.3 + 1.4 * ${draw.unit('opens', 'i')})))), toUInt32(0))`,
  });
  const ready = addColumns(counted, {
    first_slot: `toInt32(${sqlNumbers(season.everyday.starts)}[1 + app_from])`,
    end_slot: `toInt32(${sqlNumbers(season.everyday.starts)}[1 + active_to])`,
  });
  const opens = addColumns(`SELECT *, j FROM (SELECT * FROM (${ready}) WHERE opens > 0) ARRAY JOIN range(opens) AS j`, {
    day: `${sqlNumbers(season.everyday.slots)}[1 + least(${season.everyday.slots.length - 1}, first_slot + ${draw.bits('open-day', 'i', 'j')} % greatest(1, end_slot - first_slot))]`,
    hour: draw.pickIn([[4, 2, 1, 1, 1, 1, 2, 5, 6, 4, 4, 4, 7, 5, 4, 4, 4, 5, 6, 6, 8, 9, 10, 8]], '0', 'open-hour', 'i', 'j'),
    section_no: draw.pickIn(
      [
        [30, 20, 14, 16, 6, 14],
        [30, 24, 8, 16, 8, 14],
        [34, 22, 3, 10, 15, 16],
      ],
      'age_class',
      'open-section',
      'i',
      'j',
    ),
  });
  return `SELECT ${MEMBER_NO_SQL} AS member_no, ${instantSql(season, 'day', `(hour * 3600 + ${draw.bits('open-second', 'i', 'j')} % 3600)`)} AS opened_at,
    ${codeOf(APP_SECTIONS, 'section_no')} AS section,
    toInt32(1 + floor(28 * ${draw.unit('open-minutes', 'i', 'j')} * ${draw.unit('open-minutes-2', 'i', 'j')})) AS minutes
    FROM (${opens})`;
}

/** Messages of campaigns to members who had agreed to them, customers in order. */
export function selectCampaignSends(chunk: DemoChunk, members: string): string {
  const draw = new Draw(chunk.seed);
  const { season } = chunk;
  const campaigns = listCampaigns(season);
  const numbers = (values: readonly number[], position: string) => `${sqlNumbers(values)}[1 + ${position}]`;
  const candidates = `SELECT toInt64(substring(member_no, 2)) AS i, age, sms_consent, email_consent, push_consent, sms_consent_on, email_consent_on, push_consent_on, c
    FROM (${members}) ARRAY JOIN range(${campaigns.length}) AS c`;
  const sent = addColumns(
    addColumns(candidates, {
      channel_no: numbers(
        campaigns.map((campaign) => campaign.channel),
        'c',
      ),
      day: numbers(
        campaigns.map((campaign) => campaign.day),
        'c',
      ),
      reach: numbers(
        campaigns.map((campaign) => campaign.reach),
        'c',
      ),
    }),
    {
      agreed_on: 'multiIf(channel_no = 0, sms_consent_on, channel_no = 1, email_consent_on, push_consent_on)',
      likes: `least(0.97, multiIf(channel_no = 0, 0.55, channel_no = 1, 0.2, 0.34) * multiIf(age < 25, if(channel_no = 2, 1.6, 0.7), age < 45, 1, if(channel_no = 0, 1.3, 0.7)) * (0.5 + ${draw.unit('likes-messages', 'i')}))`,
    },
  );
  const kept = addColumns(
    `SELECT * FROM (${sent}) WHERE ${draw.chance(`${chunk.density} * reach`, 'campaign', 'i', 'c')} AND isNotNull(agreed_on) AND toInt32(agreed_on) <= ${season.startDay} + day`,
    { was_opened: draw.chance('likes', 'opened', 'i', 'c') },
  );
  return `SELECT ${MEMBER_NO_SQL} AS member_no, ${instantSql(season, 'day', '(36000 + c % 8 * 3600)')} AS sent_at,
    ${codeOf(campaigns, 'c')} AS campaign, ${pickAt(
      campaigns.map((campaign) => campaign.ko),
      'c',
    )} AS campaign_name,
    ${codeOf(CAMPAIGN_CHANNELS, 'channel_no')} AS channel, ${pickAt(
      campaigns.map((campaign) => campaign.theme),
      'c',
    )} AS theme,
    CAST(was_opened AS Bool) AS opened, CAST(was_opened AND ${draw.chance(0.24, 'clicked', 'i', 'c')} AS Bool) AS clicked
    FROM (${kept})`;
}
