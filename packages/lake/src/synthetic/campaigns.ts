import { dayParts } from '@silhouette/model';
import type { NamedValue } from './named-value.ts';
import { readNamedValues } from './named-value.ts';
import type { Season } from './season.ts';
import { DEMO_DAYS, listGiftHolidays } from './season.ts';

/** How messages travel; positions are referred to by SQL. */
export const CAMPAIGN_CHANNELS = readNamedValues(`
sms 문자|Text message 1
email 이메일|E-mail 1
push 앱 푸시|App push 1`);

/** What campaigns are about. */
export const CAMPAIGN_THEMES = readNamedValues(`
gift 선물|Gifts 1
sale 세일|Sale 1
sun 선케어|Sun care 1
moisture 보습|Moisture 1
new 신제품|New products 1
winback 다시 만나요|Win-back 1`);

/** One campaign: day (from day 0), channel (position), share of everyone it is meant for. */
export interface DemoCampaign extends NamedValue {
  readonly theme: string;
  readonly day: number;
  readonly channel: number;
  readonly reach: number;
}

const HOLIDAY_NAMES = {
  seollal: ['설날 선물', 'Lunar New Year gifts'],
  chuseok: ['추석 선물', 'Chuseok gifts'],
  christmas: ['크리스마스 선물', 'Christmas gifts'],
  valentine: ['발렌타인데이', "Valentine's Day"],
  'white-day': ['화이트데이', 'White Day'],
  parents: ['어버이날 선물', "Parents' Day gifts"],
} as const;
/** Ordinary campaigns by month, January first. */
const MONTHLY = [
  'moisture',
  'moisture',
  'sale',
  'new',
  'sun',
  'sale',
  'sun',
  'winback',
  'sale',
  'new',
  'moisture',
  'sale',
] as const;

/** Day of the month on which they go out: data that end with a month have one in their last 30 days. */
const MONTHLY_DAY = 5;

/** Every campaign of the three years, in order of time. */
export function listCampaigns(season: Season): readonly DemoCampaign[] {
  const planned: {
    readonly ko: string;
    readonly en: string;
    readonly theme: string;
    readonly day: number;
    readonly reach: number;
  }[] = [];
  for (const holiday of listGiftHolidays(season.startDay, season.endDay)) {
    const [ko, en] = HOLIDAY_NAMES[holiday.name];
    const { year } = dayParts(holiday.day);
    planned.push({
      ko: `${year} ${ko}`,
      en: `${en} ${year}`,
      theme: 'gift',
      day: holiday.day - 16 - season.startDay,
      reach: 0.26,
    });
  }
  for (let day = 0; day < DEMO_DAYS; day += 1) {
    const { year, month, dayOfMonth } = dayParts(season.startDay + day);
    if (dayOfMonth !== MONTHLY_DAY) continue;
    const theme = MONTHLY[month - 1] ?? 'new';
    const name = CAMPAIGN_THEMES.find((candidate) => candidate.code === theme);
    planned.push({
      ko: `${year}년 ${month}월 ${name?.ko ?? ''}`,
      en: `${name?.en ?? ''}, ${year}-${String(month).padStart(2, '0')}`,
      theme,
      day,
      reach: 0.2,
    });
  }
  return planned
    .filter((campaign) => campaign.day >= 0 && campaign.day < DEMO_DAYS)
    .sort((a, b) => a.day - b.day)
    .map((campaign, index) => ({
      ...campaign,
      code: `C${String(index + 1).padStart(3, '0')}`,
      channel: index % CAMPAIGN_CHANNELS.length,
      weight: 1,
    }));
}
