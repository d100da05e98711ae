import { withJosa } from '@silhouette/model';
import type { CalendarPeriod, MeasureKind, WindowUnit } from '../features/explore/definition/tree.ts';
import { accountsKo } from './accounts-ko.ts';
import { answersKo } from './answers-ko.ts';
import { approvalsKo } from './approvals-ko.ts';
import { audiencesKo } from './audiences-ko.ts';
import { auditKo } from './audit-ko.ts';
import { catalogPageKo } from './catalog-page-ko.ts';
import { definingKo } from './defining-ko.ts';
import { editingKo } from './editing-ko.ts';
import type { Dictionary } from './en.ts';
import { exploringKo } from './exploring-ko.ts';
import { exportsKo } from './exports-ko.ts';
import { failuresKo } from './failures-ko.ts';
import { formatCount } from './format.ts';
import { privacyKo } from './privacy-ko.ts';
import { shellKo } from './shell-ko.ts';

const units: Record<WindowUnit, string> = { hour: '시간', day: '일', week: '주', month: '개월', year: '년' };

/** `3개월`. */
function span(n: number, unit: WindowUnit): string {
  return `${formatCount(n, 'ko')}${units[unit]}`;
}

const measures: Record<MeasureKind, string> = {
  count: '횟수',
  days: '일수',
  recency: '마지막 이후 지난 기간',
  sum: '합계',
  avg: '평균',
  min: '최솟값',
  max: '최댓값',
  distinct: '서로 다른 값의 수',
  first: '첫 값',
  last: '마지막 값',
  top: '가장 잦은 값',
};

const periods: Record<CalendarPeriod, [string, string, string]> = {
  week: ['이번 주', '지난주', '다음 주'],
  month: ['이번 달', '지난달', '다음 달'],
  quarter: ['이번 분기', '지난 분기', '다음 분기'],
  year: ['올해', '작년', '내년'],
};
const periodUnits: Record<CalendarPeriod, string> = { week: '주', month: '개월', quarter: '분기', year: '년' };

/** Korean. */
export const ko: Dictionary = {
  appName: 'Silhouette',
  language: { label: '언어', ko: '한국어', en: 'English' },
  skipToDefinition: '조건으로 건너뛰기',
  loading: '불러오는 중…',
  close: '닫기',
  cancel: '취소',
  more: '더 보기',
  undo: '실행 취소',
  redo: '다시 실행',
  copy: '복사',
  copied: '복사했습니다',
  copyLink: '링크 복사',
  linkCopied: '링크를 복사했습니다',
  newQuestion: '새로 시작',
  retry: '다시 시도',
  yes: '예',
  no: '아니요',
  leaving: {
    title: '적은 내용을 아직 저장하지 않았습니다.',
    text: '닫으면 사라집니다.',
    stay: '계속 쓰기',
    leave: '버리고 닫기',
  },
  shell: shellKo,

  catalog: {
    title: '조건',
    open: '조건 추가',
    search: '조건과 값 검색',
    searchHint: '이름, 비슷한 말, 값: “성별”, “서울”, “토너”',
    clear: '검색어 지우기',
    events: '행동',
    sequence: '행동의 순서',
    sequenceHint: '어떤 행동 다음에 다른 행동',
    customers: '고객 목록',
    customersHint: '고객 키 붙여넣기',
    values: '값',
    valueIn: (where) => where,
    nothing: (query) => `“${query}”에 맞는 조건이 없습니다.`,
    nothingHint: '더 짧은 말이나 비슷한 말, 또는 도시·상품 같은 값을 입력해 보세요.',
    valuesFailed: '값은 검색하지 못했고 이름만 검색했습니다.',
    found: (n) => `조건 ${n}개`,
    showAll: (n) => `${n}개 모두 보기`,
    filled: (percent) => `값이 있는 고객 ${percent}`,
    rows: (_n, text) => `${text}건`,
    groups: {
      basics: '기본',
      membership: '멤버십',
      beauty: '뷰티',
      channels: '채널',
      consent: '수신 동의',
      highlights: '주요 지표',
      other: '기타',
    },
    types: {
      boolean: '예/아니요',
      category: '범주',
      date: '날짜',
      datetime: '날짜와 시각',
      number: '숫자',
      tags: '태그',
      text: '텍스트',
      event: '행동',
    },
  },

  definition: {
    title: '고객군 정의',
    emptyTitle: '어떤 고객을 찾으시나요?',
    emptyText: '왼쪽에서 조건을 고르거나 오른쪽 막대를 눌러 보세요. 누를 때마다 정확한 고객 수가 나옵니다.',
    emptyTextRounded: '왼쪽에서 조건을 고르거나 오른쪽 막대를 눌러 보세요. 누를 때마다 고객 수가 나옵니다.',
    all: '모두 만족',
    any: '하나라도 만족',
    allShort: '모두',
    anyShort: '하나라도',
    and: '그리고',
    or: '또는',
    modeLabel: '조건을 잇는 방법',
    group: '그룹',
    not: '제외',
    notLabel: '이 조건에 맞지 않는 고객',
    addGroup: '그룹 추가',
    addHere: '새 조건이 여기에 들어갑니다',
    activeGroup: '새 조건을 이 그룹에 넣기',
    emptyGroup: '빈 그룹입니다. 조건이 들어올 때까지 세지 않습니다. 이 그룹을 고른 뒤 왼쪽에서 조건을 누르세요.',
    options: (name) => `${name} 메뉴`,
    negate: '반대로(제외)',
    unnegate: '제외 풀기',
    switchOff: '잠시 끄기',
    switchOn: '다시 켜기',
    off: '꺼짐',
    duplicate: '복제',
    remove: '삭제',
    moveUp: '위로',
    moveDown: '아래로',
    moveIn: '옆 그룹 안으로',
    moveOut: '그룹 밖으로',
    wrap: '새 그룹으로 묶기',
    unwrap: '그룹 풀기',
    drag: (name) => `${name} 끌어 옮기기`,
    dropHere: '여기로 옮기기',
    edit: (name) => `${name} 편집`,
    unfinished: '값을 고르세요. 아직 세지 않습니다.',
    alone: (n) => `단독 ${n}명`,
    aloneTitle: '이 조건 하나만으로 해당하는 고객',
    unknown: (id) => `“${id}”: 카탈로그에 없습니다`,
    audience: (id) => `고객군 ${id}`,
    noteCount: (n) => `알아 둘 점 ${n}개`,
    moved: (name) => `${withJosa(name, '을/를')} 옮겼습니다`,
    removed: (name) => `${withJosa(name, '을/를')} 삭제했습니다`,
    addedTo: (name) => `${withJosa(name, '을/를')} 추가했습니다`,
  },

  ops: {
    gte: '이상',
    lte: '이하',
    gt: '초과',
    lt: '미만',
    dateGte: '부터',
    dateLte: '까지',
    dateGt: '이후(당일 제외)',
    dateLt: '이전(당일 제외)',
    exists: '값이 있음',
    missing: '값이 없음',
    between: (low, high) => `${low} ${high}`,
    low: (operator, value) => `${value} ${operator}`,
    choose: '고르기…',
    from: '하한',
    to: '상한',
    noLimit: '제한 없음',
    operatorFrom: '하한의 종류',
    operatorTo: '상한의 종류',
    exact: '정확한 값',
    range: '범위',
    exactHint: '여러 값은 쉼표로 나눕니다',
    kind: '조건의 종류',
    andMore: (n) => `외 ${n}개`,
  },

  values: answersKo.values,

  number: {
    invalid: '숫자가 아닙니다. 숫자로, 소수점은 마침표로 쓰세요.',
    histogram: (name) => `${name} 분포`,
    low: '하한 손잡이',
    high: '상한 손잡이',
    context: '막대: 다른 조건을 모두 만족하는 고객, 선: 전체 고객',
    invalidDate: '날짜가 아닙니다. 2026-08-31처럼 연-월-일로 쓰세요.',
  },

  window: {
    label: '기간',
    allTime: '전체 기간',
    last: (n, unit) => `최근 ${span(n, unit)}`,
    next: (n, unit) => `앞으로 ${span(n, unit)}`,
    range: (from, to) => `${from}~${to}`,
    from: (from) => `${from}부터`,
    to: (to) => `${to}까지`,
    ago: (from, to, unit) => `${formatCount(from, 'ko')}~${span(to, unit)} 전`,
    calendar: (period, offset) => {
      if (offset === 0) return periods[period][0];
      if (offset === -1) return periods[period][1];
      if (offset === 1) return periods[period][2];
      return offset < 0 ? `${-offset}${periodUnits[period]} 전` : `${offset}${periodUnits[period]} 후`;
    },
    anniversary: (days) => (days === 1 ? '오늘이 기념일' : `${days}일 안에 기념일`),
    kinds: {
      last: '최근',
      next: '앞으로',
      range: '날짜',
      ago: '~전',
      calendar: '달력',
      all: '전체',
      anniversary: '기념일',
      exists: '값 있음',
    },
    choose: '날짜 고르기…',
    unit: '단위',
    number: '수',
    start: '시작(전)',
    end: '끝(전)',
    fromDate: '첫날',
    toDate: '마지막 날',
    bothIncluded: '두 날을 모두 포함합니다.',
    period: '단위 기간',
    offset: '어느 기간',
    daysAhead: '오늘을 포함한 일수',
    units: { hour: '시간', day: '일', week: '주', month: '개월', year: '년' },
    periods: { week: '주', month: '월', quarter: '분기', year: '연' },
    agoOrder: '시작이 끝보다 더 오래전이어야 합니다.',
  },

  event: {
    beforeWindow: '',
    afterWindow: '동안',
    beforeWhere: '중',
    afterWhere: '의',
    filters: '세부 조건',
    addFilter: '세부 조건 추가',
    addFilterGroup: '세부 조건 그룹 추가',
    removeFilter: (name) => `${name} 세부 조건 삭제`,
    filterField: '항목',
    filterMode: '조건을 잇는 방법',
    allOf: '모두 만족',
    anyOf: '하나라도 만족',
    chooseEvent: '행동',
    chooseMeasure: '측정값',
    chooseField: '항목',
    per: '세는 단위',
    perOccasion: '주문·방문 단위',
    perRow: '행 단위',
    measureName: (kind, field, perOccasion) => {
      if (kind === 'count' || kind === 'days' || kind === 'recency') return measures[kind];
      if (kind === 'avg') return `${perOccasion ? '회당' : '건당'} 평균 ${field}`;
      if (kind === 'sum') return `${field} 합계`;
      if (kind === 'distinct') return `서로 다른 ${field} 수`;
      if (kind === 'first') return `첫 ${field}`;
      if (kind === 'last') return `마지막 ${field}`;
      if (kind === 'top') return `가장 잦은 ${field}`;
      return `${field} ${measures[kind]}`;
    },
    measureParticle: (measure) => withJosa(measure, '이/가').slice(measure.length),
    once: '한 번 이상',
    never: '한 번도 없음',
    countUnits: { count: '번', days: '일' },
    recencyUnit: '세는 단위',
    measures,
    comparison: '비교',
    value: '값',
    windowNote: '기간은 기준 시점에서 끝납니다.',
  },

  sequence: {
    title: '행동의 순서',
    addStep: '단계 추가',
    removeStep: (n) => `${n}단계 삭제`,
    gap: '단계 사이 시간',
    anyGap: '언제든 나중에',
    within: (n, unit) => `${span(n, unit)} 안에`,
    limit: '단계 사이 시간 제한',
  },

  customers: {
    title: '목록의 고객',
    summary: (n) => `${new Intl.NumberFormat('ko').format(n)}명`,
    nobody: '아무도 없음(빈 목록)',
    keys: '고객 키',
    hint: '한 줄에 하나씩, 또는 쉼표로',
  },

  group: {
    title: '고객군',
    customers: () => '명',
    shareOf: (share, base) => `전체 ${base}명 중 ${share}`,
    everyone: '전체',
    thisGroup: '이 고객군',
    view: '보기',
    panels: '고객의 모습',
    choosePanels: '패널 고르기',
    panelSearch: '속성 검색',
    panelReset: '기본으로',
    showMore: (n) => `${n}개 더`,
    showLess: '줄이기',
    other: '다른 값',
    missing: '값 없음',
    present: (_n, text) => `값이 있는 고객 ${text}명`,
    min: '최소',
    median: '중앙값',
    mean: '평균',
    max: '최대',
    sum: '합계',
    noneHave: '이 고객군에는 값이 있는 고객이 없습니다.',
    add: (name) => `조건 추가: ${name}`,
    bin: (from, to) => `${from} 이상 ${to} 미만`,
    binBelow: (to) => `${to} 미만`,
    binAbove: (from) => `${from} 이상`,
    binDates: (from, to) => `${from}~${to}`,
    binBefore: (day) => `${day} 전`,
    binAfter: (day) => `${day} 이후`,
    inGroup: (n, share) => `이 고객군 ${n}명 (${share})`,
    inEveryone: (n, share) => `전체 ${n}명 (${share})`,
    ratio: (text) => `${text}배`,
    ratioTitle: (text) => `전체의 ${text}배`,
    moveUp: (name) => `${name} 위로`,
    moveDown: (name) => `${name} 아래로`,
    hide: (name) => `${name} 패널 빼기`,
    noPanels: '고른 패널이 없습니다.',
    nobodyTitle: '해당하는 고객이 없습니다',
    nobodyText: '카드의 수를 보면 어디에서 고객이 사라졌는지 알 수 있습니다. 그 조건을 느슨하게 하거나 잠시 꺼 보세요.',
    updating: '다시 세는 중',
    explain: '이 수의 근거',
    members: '고객 보기',
    tookMs: (ms) => `${ms}ms`,
    announce: (n, customers) => `${n}${customers}`,
    brushHint: '막대를 누르거나 여러 막대를 끌면 조건이 됩니다.',
    asOf: '기준',
    through: (day) => `${day}까지`,
    until: (time) => `${time}까지`,
    newest: '최신 데이터',
    asOfDate: '이 날의 끝을 기준으로',
    asOfApply: '적용',
    asOfHint: '그 뒤의 행동은 세지 않습니다. 속성은 스냅숏의 값 그대로입니다.',
  },

  portrait: answersKo.portrait,

  explain: answersKo.explain,

  members: answersKo.members,

  editing: editingKo,
  exploring: exploringKo,
  defining: definingKo,
  exports: exportsKo,
  approvals: approvalsKo,
  audit: auditKo,
  privacy: privacyKo,
  accounts: accountsKo,
  audiences: audiencesKo,
  catalogPage: catalogPageKo,

  failures: failuresKo,

  errors: {
    networkTitle: '서버가 응답하지 않습니다.',
    networkKept: '조건은 이 화면과 주소에 그대로 있습니다.',
    networkDo: '“silhouette serve”가 실행 중인지 확인한 뒤 다시 시도하세요.',
    serverTitle: '서버가 이 질문에 답하지 못했습니다.',
    serverKept: '조건은 그대로이며 바뀐 것은 없습니다.',
    serverDo: '마지막 변경을 취소하거나 다시 시도하세요. 아래 내용을 운영자에게 알려 주세요.',
    definitionTitle: '지금 상태로는 답할 수 없는 조건이 있습니다.',
    definitionKept: '보이는 수는 마지막으로 답할 수 있었던 질문의 것입니다.',
    definitionDo: '표시된 조건을 고치거나 잠시 끄세요.',
    unreadableTitle: '서버의 답을 읽을 수 없습니다.',
    linkTitle: '이 링크를 열 수 없습니다.',
    linkDamaged: '전달 중에 잘리거나 바뀌어 원래 질문을 확실히 알 수 없습니다.',
    linkNewer: '더 새로운 Silhouette에서 만든 링크입니다.',
    linkUnreadable: '질문이 들어 있지 않습니다.',
    linkKept: '대신 다른 질문을 하지 않았습니다.',
    linkDo: '링크를 다시 받거나 빈 정의에서 시작하세요.',
    linkStart: '빈 정의로 시작',
    crashTitle: '화면에 오류가 생겼습니다.',
    crashKept: '조건은 주소에 그대로 있습니다.',
    crashDo: '페이지를 새로 고치세요. 다시 생기면 마지막 변경을 취소하세요.',
    reload: '새로 고침',
    details: '자세히',
    copyFailed: '브라우저가 복사를 허용하지 않았습니다.',
  },
};
