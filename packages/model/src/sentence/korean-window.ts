import { assertNever } from '../assert-never.ts';
import type { AttributeWindow } from '../predicate/predicate.ts';
import type { TimeUnit } from '../time/calendar.ts';
import type { SentenceContext } from './sentence-context.ts';
import { resolveWindowDates, type WindowDates } from './window-dates.ts';

const UNITS: Readonly<Record<TimeUnit, string>> = { hour: '시간', day: '일', week: '주', month: '개월', year: '년' };

/** `3개월`, `1,000일` */
export function koreanSpan(n: number, unit: TimeUnit): string {
  return `${n.toLocaleString('en-US')}${UNITS[unit]}`;
}

/** When events happened, before what is said of them, with a space at its end: `최근 3개월(2026-08-22부터) 동안 `; empty for all time. */
export function koreanEventWindow(window: AttributeWindow | null, context: SentenceContext): string {
  if (window === null) return '';
  const text = koreanWindow(window, context, true);
  if (window.kind === 'last') return `${text} 동안 `;
  return isOneDay(window) ? `${text}에 ` : `${text} `;
}

/** The same before a step's event: `최근 3개월(2026-08-22부터) 동안의 `, `지난달(2026-10-01~2026-10-31)의 `. */
export function koreanStepWindow(window: AttributeWindow | null, context: SentenceContext): string {
  if (window === null) return '';
  return `${koreanWindow(window, context, true)}${window.kind === 'last' ? ' 동안의' : '의'} `;
}

function isOneDay(window: AttributeWindow): boolean {
  return window.kind === 'range' && window.fromDay !== null && window.fromDay === window.toDay;
}

/** A window by name and dates: `이번 달(2026-11-01~2026-11-30)`. */
export function koreanWindow(window: AttributeWindow, context: SentenceContext, cutAtAsOf: boolean): string {
  const dates = resolveWindowDates(window, context.asOfMs, context.catalog.timeZone, cutAtAsOf);
  switch (window.kind) {
    case 'last':
      return `최근 ${koreanSpan(window.n, window.unit)}${brackets(dates)}`;
    case 'next':
      return `앞으로 ${koreanSpan(window.n, window.unit)}${brackets(dates)}`;
    case 'ago':
      return `${koreanSpan(window.from, window.unit)} 전부터 ${window.to === 0 ? '오늘' : `${koreanSpan(window.to, window.unit)} 전`}까지${brackets(dates)}`;
    case 'calendar':
      return `${koreanPeriod(window.period, window.offset)}${brackets(dates)}`;
    case 'range':
      if (isOneDay(window)) return dates.from ?? '';
      return [dates.from === null ? '' : `${dates.from}부터`, dates.to === null ? '' : `${dates.to}까지`]
        .filter(Boolean)
        .join(' ');
    default:
      return assertNever(window);
  }
}

function brackets({ from, to }: WindowDates): string {
  if (from === null) return '';
  if (to === null) return `(${from}부터)`;
  return from === to ? `(${from})` : `(${from}~${to})`;
}

const PERIODS = {
  week: { last: '지난주', current: '이번 주', next: '다음 주', span: '주', noun: '' },
  month: { last: '지난달', current: '이번 달', next: '다음 달', span: '개월', noun: '의 달' },
  quarter: { last: '지난 분기', current: '이번 분기', next: '다음 분기', span: '분기', noun: '' },
  year: { last: '작년', current: '올해', next: '내년', span: '년', noun: '의 해' },
} as const;

function koreanPeriod(period: keyof typeof PERIODS, offset: number): string {
  const { last, current, next, span, noun } = PERIODS[period];
  if (offset === 0) return current;
  if (offset === -1) return last;
  if (offset === 1) return next;
  return `${Math.abs(offset).toLocaleString('en-US')}${span} ${offset < 0 ? '전' : '뒤'}${noun}`;
}
