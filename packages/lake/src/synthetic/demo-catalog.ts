import { DEMO_ATTRIBUTES } from './demo-attributes.ts';
import { DEMO_EVENTS } from './demo-events.ts';
import { formatField, formatLabel } from './demo-fields.ts';

/** The catalog (`silhouette.yaml`) of a demo, with comments for its readers. */
export function writeDemoCatalog({
  customers,
  seed,
  end,
}: {
  readonly customers: number;
  readonly seed: number;
  readonly end: string;
}): string {
  return `${HEADER.replace('%customers%', String(customers)).replace('%seed%', String(seed)).replace('%end%', end)}
customers:
  from: members
  key: member_no
  # A member counts from the day of joining on: ask "as of" an earlier day and later members are not there yet.
  since: joined_on
  # Only the columns below become attributes (without this line every column would).
  columns: named
  attributes:
${DEMO_ATTRIBUTES.map((attribute) => indent(formatField(attribute), 4)).join('\n')}

# What members did. Each event becomes a kind of condition with its own time window, filters and measures.
events:
${DEMO_EVENTS.map(writeEvent).join('\n')}
${FOOTER}`;
}

function writeEvent(event: (typeof DEMO_EVENTS)[number]): string {
  const lines = [`${event.id}:`, `  from: ${event.from}`, '  customer: member_no', `  time: ${event.time}`];
  if (event.occasion !== undefined) {
    lines.push('  # Several rows (one a product) are one order: counts and averages are of orders unless rows are asked for.');
    lines.push(`  occasion: ${event.occasion}`);
  }
  lines.push(
    `  label: ${formatLabel(event)}`,
    `  synonyms: [${event.synonyms.map((synonym) => JSON.stringify(synonym)).join(', ')}]`,
    '  fields:',
  );
  return [...lines.map((line) => indent(line, 2)), ...event.fields.map((field) => indent(formatField(field), 6))].join('\n');
}

function indent(text: string, spaces: number): string {
  return text.replace(/^/gm, ' '.repeat(spaces));
}

const HEADER = `# A synthetic Korean beauty retailer: people, brands and stores are invented, and any likeness is chance.
# ${'%customers%'} members, three years of events up to ${'%end%'}, seed ${'%seed%'}: the same numbers always give the same rows.
silhouette: 1
name: 뷰티 리테일러 데모 (Beauty retailer demo)
timeZone: Asia/Seoul           # days, weeks and months begin at midnight in Seoul
currency: KRW
now: latest                    # questions are answered as of the end of the last day with an event

# Raw tables. Each is a folder of Parquet files; put another file there and \`silhouette load\` takes it in.
sources:
  members:        { files: ["data/members/*.parquet"] }
  purchases:      { files: ["data/purchases/*.parquet"] }
  returns:        { files: ["data/returns/*.parquet"] }
  visits:         { files: ["data/visits/*.parquet"] }
  app_opens:      { files: ["data/app_opens/*.parquet"] }
  reviews:        { files: ["data/reviews/*.parquet"] }
  calls:          { files: ["data/calls/*.parquet"] }
  campaign_sends: { files: ["data/campaign_sends/*.parquet"] }
`;

const FOOTER = `
# Attributes computed from events. \`standard\` makes several hundred: for every event the number of times, days, recency,
# first and last date; for numbers sum, average, least and greatest; for categories the first, last, most frequent and
# how many different ones; each over all time, 365, 90 and 30 days. Below, a few of our own in the language of audiences.
computed:
  standard: true
  main_channel_3m:
    { event: purchase, within: { last: 3, unit: month }, top: channel, synonyms: ["주로", "온라인 비중", "mostly"],
      label: { ko: "주로 사는 채널(최근 3개월)", en: "Buys mostly through, last 3 months" }, group: highlights }
  online_orders_365d:
    { event: purchase, where: [{ field: channel, eq: online }], within: { last: 365, unit: day }, count: true,
      label: { ko: "온라인 주문 수(최근 1년)", en: "Online orders, last 365 days" }, group: highlights }
  store_orders_365d:
    { event: purchase, where: [{ field: channel, eq: store }], within: { last: 365, unit: day }, count: true,
      label: { ko: "매장 주문 수(최근 1년)", en: "Store orders, last 365 days" }, group: highlights }
  gift_orders_365d:
    { event: purchase, where: [{ field: gift_wrapped, eq: true }], within: { last: 365, unit: day }, count: true,
      label: { ko: "선물 포장 주문 수(최근 1년)", en: "Gift-wrapped orders, last 365 days" }, group: highlights }
  coupon_orders_365d:
    { event: purchase, where: [{ field: coupon_used, eq: true }], within: { last: 365, unit: day }, count: true,
      label: { ko: "쿠폰 사용 주문 수(최근 1년)", en: "Orders with a coupon, last 365 days" }, group: highlights }
  luxury_spend_365d:
    { event: purchase, where: [{ field: price_tier, eq: luxury }], within: { last: 365, unit: day }, sum: amount,
      label: { ko: "럭셔리 구매 금액(최근 1년)", en: "Spent on luxury, last 365 days" }, group: highlights, unit: KRW }
  last_cream:
    { event: purchase, where: [{ field: category, eq: cream }], last: product,
      label: { ko: "마지막으로 산 크림", en: "Last cream bought" }, group: highlights }
  campaigns_opened_90d:
    { event: campaign, where: [{ field: opened, eq: true }], within: { last: 90, unit: day }, count: true,
      label: { ko: "열람한 캠페인 수(최근 90일)", en: "Campaign messages opened, last 90 days" }, group: highlights }
  skin_calls_365d:
    { event: call, where: [{ field: topic, eq: skin }], within: { last: 365, unit: day }, count: true,
      label: { ko: "피부 상담 수(최근 1년)", en: "Calls about skin, last 365 days" }, group: highlights }

# Shown first on the page.
panels:
  - age
  - gender
  - region
  - grade
  - main_channel_3m
  - skin_type
  - app_installed
  - sum_purchase_amount_365d
  - count_purchase_365d
  - recency_purchase_all
  - top_purchase_brand_all
  - last_purchase_product_all
`;
