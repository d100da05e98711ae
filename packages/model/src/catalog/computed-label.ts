import { assertNever } from '../assert-never.ts';
import type { TimeUnit } from '../time/calendar.ts';
import type { ComputedSpec, EventType, Field, Label } from './catalog.ts';
import { joinNames } from './join-names.ts';

/** The name of a computed attribute that has none of its own: "최근 90일 구매 금액 합계" / "Purchase amount, sum, last 90 days". */
export function computedLabel(spec: ComputedSpec, event: EventType, field: Field | null): Label {
  const window = windowLabel(spec);
  const what = measureLabel(spec, event, field);
  const filtered = spec.where.length > 0;
  return {
    ko: `${window.ko} ${what.ko}${filtered ? ' (조건부)' : ''}`,
    en: `${what.en}, ${window.en}${filtered ? ' (filtered)' : ''}`,
  };
}

function measureLabel(spec: ComputedSpec, event: EventType, field: Field | null): Label {
  const { ko, en } = event.label;
  const koField = field === null ? ko : joinNames(ko, field.label.ko);
  const enField = field === null ? en : joinEnglish(en, field.label.en);
  switch (spec.measure) {
    case 'count':
      return { ko: `${ko} 횟수`, en: `${en}, count` };
    case 'rows':
      return { ko: `${ko} 건수`, en: `${en}, rows` };
    case 'days':
      return { ko: `${ko} 일수`, en: `${en}, days` };
    case 'recency':
      return recencyLabel(event.label, spec.recencyUnit ?? 'day');
    case 'firstDate':
      return { ko: `첫 ${ko} 날짜`, en: `${en}, first date` };
    case 'lastDate':
      return { ko: `마지막 ${ko} 날짜`, en: `${en}, last date` };
    case 'sum':
      return { ko: `${koField} 합계`, en: `${enField}, sum` };
    case 'avg':
      return event.hasOccasion
        ? { ko: `${koField} 회당 평균`, en: `${enField}, average per occasion` }
        : { ko: `${koField} 평균`, en: `${enField}, average` };
    case 'min':
      return { ko: `${koField} 최솟값`, en: `${enField}, smallest` };
    case 'max':
      return { ko: `${koField} 최댓값`, en: `${enField}, largest` };
    case 'distinct':
      return { ko: `${koField} 종류 수`, en: `${enField}, number of different values` };
    case 'first':
      return { ko: `첫 ${koField}`, en: `${enField}, first` };
    case 'last':
      return { ko: `마지막 ${koField}`, en: `${enField}, last` };
    case 'top':
      return { ko: `최다 ${koField}`, en: `${enField}, most frequent` };
    default:
      return assertNever(spec.measure);
  }
}

const KO_UNITS: Readonly<Record<TimeUnit, string>> = { hour: '시간', day: '일', week: '주', month: '개월', year: '년' };
const KO_NUMBERS: Readonly<Record<TimeUnit, string>> = {
  hour: '시간',
  day: '일수',
  week: '주수',
  month: '개월 수',
  year: '연수',
};
const KO_PERIODS = { week: '주', month: '월', quarter: '분기', year: '년' } as const;

function recencyLabel(event: Label, unit: TimeUnit): Label {
  return { ko: `마지막 ${event.ko} 후 경과 ${KO_NUMBERS[unit]}`, en: `${event.en}, ${unit}s since the last` };
}

function windowLabel(spec: ComputedSpec): Label {
  const window = spec.within;
  if (window === null) return { ko: '전체 기간', en: 'all time' };
  switch (window.kind) {
    case 'last':
      return {
        ko: `최근 ${window.n}${KO_UNITS[window.unit]}`,
        en: window.n === 1 ? `last ${window.unit}` : `last ${window.n} ${window.unit}s`,
      };
    case 'ago':
      return {
        ko: `${window.from}${KO_UNITS[window.unit]} 전~${window.to}${KO_UNITS[window.unit]} 전`,
        en: `${window.from} to ${window.to} ${window.unit}s ago`,
      };
    case 'calendar':
      return calendarLabel(window.period, -window.offset);
    case 'range':
      return { ko: '지정 기간', en: 'fixed period' };
    default:
      return assertNever(window);
  }
}

function calendarLabel(period: keyof typeof KO_PERIODS, back: number): Label {
  if (back === 0)
    return { ko: period === 'year' ? '올해' : `이번 ${period === 'month' ? '달' : KO_PERIODS[period]}`, en: `this ${period}` };
  const ko = period === 'month' ? '개월' : KO_PERIODS[period];
  return { ko: `${back}${ko} 전`, en: back === 1 ? `the ${period} before` : `${back} ${period}s ago` };
}

/** `Amount` → `amount`, but `SKU` stays. */
function joinEnglish(event: string, field: string): string {
  const joined = joinNames(event, lowerFirst(field));
  return joined === lowerFirst(field) ? field : joined;
}

function lowerFirst(text: string): string {
  return /^\p{Lu}\p{Ll}/u.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}
