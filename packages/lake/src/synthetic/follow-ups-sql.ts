import { CALL_CHANNELS, CALL_TOPICS, RETURN_REASONS } from './activity-values.ts';
import type { DemoChunk } from './customer-sql.ts';
import { instantSql, MEMBER_NO_SQL, selectCustomers } from './customer-sql.ts';
import { addColumns, Draw, sqlNumbers } from './draw.ts';
import { codeOf } from './members-sql.ts';
import { DEMO_DAYS } from './season.ts';

/** Things that follow from purchases; `purchases` is SQL that reads the chunk's purchases in order. */

/** Lines that came back; online, make-up bases and irritated skins more often. */
export function selectReturns(chunk: DemoChunk, purchases: string): string {
  const draw = new Draw(chunk.seed);
  const lines = addColumns(purchases, {
    day: dayOf(chunk),
    after: draw.whole(2, 12, 'return-after', 'order_no', 'product'),
    is_base: `toUInt8(category in ('base', 'lip', 'eye'))`,
  });
  const returned = `SELECT * FROM (${lines}) WHERE day + after < ${DEMO_DAYS} AND ${draw.chance(
    `if(channel = 'online', if(is_base = 1, 0.075, 0.028), 0.009)`,
    'return',
    'order_no',
    'product',
  )}`;
  const reason = draw.pickIn(
    [
      [42, 2, 22, 20, 14],
      [22, 55, 8, 10, 5],
    ],
    'is_base',
    'return-reason',
    'order_no',
    'product',
  );
  return `SELECT member_no, ${instantSql(chunk.season, '(day + after)', draw.whole(32400, 36000, 'return-time', 'order_no', 'product'))} AS returned_at,
    order_no, brand, category, ${codeOf(RETURN_REASONS, reason)} AS reason, amount FROM (${returned})`;
}

/** Reviews of lines, some days later. */
export function selectReviews(chunk: DemoChunk, purchases: string): string {
  const draw = new Draw(chunk.seed);
  const lines = addColumns(purchases, { day: dayOf(chunk), after: draw.whole(3, 25, 'review-after', 'order_no', 'product') });
  const reviewed = `SELECT * FROM (${lines}) WHERE day + after < ${DEMO_DAYS} AND ${draw.chance(
    `if(channel = 'online', 0.105, 0.02)`,
    'review',
    'order_no',
    'product',
  )}`;
  const rating = draw.pickIn(
    [
      [5, 5, 12, 27, 51],
      [3, 4, 9, 25, 59],
      [9, 10, 20, 28, 33],
    ],
    `multiIf(category = 'cica', 1, gift_wrapped, 2, 0)`,
    'rating',
    'order_no',
    'product',
  );
  return `SELECT member_no, ${instantSql(chunk.season, '(day + after)', draw.whole(25200, 61000, 'review-time', 'order_no', 'product'))} AS reviewed_at,
    product, product_name, brand, category, toInt32(1 + ${rating}) AS rating, CAST(${draw.chance(0.31, 'photo', 'order_no', 'product')} AS Bool) AS with_photo
    FROM (${reviewed})`;
}

/**
 * Calls and chats with counsellors: a few from everyone, and many about skin in the days before someone buys a luxury
 * cream or serum. In the order of customers and times.
 */
export function selectCalls(chunk: DemoChunk, purchases: string, members: string): string {
  const draw = new Draw(chunk.seed);
  const { season } = chunk;
  const callers = addColumns(selectCustomers(chunk), {
    calls: `if(active_days > 0 and ${draw.chance(chunk.density, 'called', 'i')}, toUInt32(floor(order_count * 0.06 * ${draw.unit('calls', 'i')} + 0.9 * ${draw.unit('calls-2', 'i')} + 0.5 * ${draw.unit('calls-4', 'i')})), toUInt32(0))`,
  });
  const general = `SELECT ${MEMBER_NO_SQL} AS member_no, toInt32(active_from + ${draw.bits('call-day', 'i', 'j')} % active_days) AS day,
    ${draw.pickIn(
      [
        [8, 26, 28, 16, 10, 12],
        [10, 24, 26, 18, 13, 9],
        [14, 24, 18, 14, 16, 14],
      ],
      'age_class',
      'call-topic',
      'i',
      'j',
    )} AS topic_no,
    ${draw.pickIn(
      [
        [18, 82],
        [42, 58],
        [84, 16],
      ],
      'age_class',
      'call-channel',
      'i',
      'j',
    )} AS channel_no,
    toInt32(${draw.bits('call-spread', 'i', 'j')} % 2147483647) AS spread
    FROM (SELECT * FROM (${callers}) WHERE calls > 0) ARRAY JOIN range(calls) AS j`;
  const lines = addColumns(purchases, {
    call_day: `${dayOf(chunk)} - ${draw.whole(1, 10, 'call-before', 'order_no', 'product')}`,
  });
  const before = `SELECT member_no, toInt32(call_day) AS day, toUInt8(0) AS topic_no, toUInt8(${draw.chance(0.3, 'call-chat', 'order_no', 'product')}) AS channel_no,
    toInt32(${draw.bits('call-spread', 'order_no', 'product')} % 2147483647) AS spread
    FROM (${lines}) AS line INNER JOIN (SELECT member_no, joined_on FROM (${members})) AS member USING (member_no)
    WHERE price_tier = 'luxury' AND category in ('cream', 'serum') AND call_day >= 0 AND toInt32(joined_on) <= call_day + ${season.startDay} AND ${draw.chance(0.4, 'call', 'order_no', 'product')}`;
  return `SELECT member_no, ${instantSql(season, 'day', '(32400 + spread % 32400)')} AS called_at,
    ${codeOf(CALL_TOPICS, 'topic_no')} AS topic, ${codeOf(CALL_CHANNELS, 'channel_no')} AS channel,
    toInt32(2 + spread % ${sqlNumbers([19, 11, 6, 9, 6, 12])}[1 + topic_no]) AS minutes
    FROM (${general} UNION ALL ${before}) ORDER BY member_no, called_at, topic, channel, minutes`;
}

/** The local day of a purchase, counted from day 0. */
function dayOf(chunk: DemoChunk): string {
  return `toInt32(intDiv(toUnixTimestamp64Milli(ordered_at) + 32400000, 86400000) - ${chunk.season.startDay})`;
}
