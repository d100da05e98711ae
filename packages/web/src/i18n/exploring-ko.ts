import { withJosa } from '@silhouette/model';
import type { exploringEn } from './exploring-en.ts';

/** Texts of comparing, ordering and looking ahead, in Korean. */
export const exploringKo: typeof exploringEn = {
  versus: {
    label: '비교 대상',
    everyone: '전체',
    rest: '나머지 고객',
    audience: '다른 고객군',
    choose: '다른 고객군…',
    title: '다른 고객군과 비교',
    keepThis: '이 고객군을 비교 대상으로 두기',
    keepThisHint: '지금의 조건 그대로 둡니다. 그다음 조건을 바꾸면 둘을 함께 볼 수 있습니다.',
    paste: '링크 또는 정의',
    pasteHint: '이 페이지의 링크나 JSON 정의를 붙여넣으세요.',
    apply: '비교',
    badLink: '이 페이지의 링크가 아니거나 중간에 잘린 링크입니다.',
    badJson: '정의가 아닙니다.',
    open: '그 고객군 탐색하기',
    size: (n, customers) => `${n}${customers}`,
    failed: '다른 고객군을 셀 수 없어 막대는 이 고객군만 보여 줍니다.',
    inRest: (n, share) => `나머지 고객 중 ${n}명(${share})`,
    inAudience: (n, share) => `다른 고객군 중 ${n}명(${share})`,
    unknown: '다른 고객군에서 나열된 값에 없습니다',
    ratioRest: (text) => `나머지 고객의 ${text}배`,
    ratioAudience: (text) => `다른 고객군의 ${text}배`,
  },
  panel: {
    move: (name) => `${name} 패널 옮기기: 끌거나 화살표 키`,
    moved: (name, position, of) => `${name}: ${of}개 중 ${position}번째`,
    loading: (name) => `${name}: 불러오는 중`,
    brush: 'Shift와 화살표 키로 여러 막대를 고르고 Enter로 추가합니다.',
  },
  card: {
    on: (name) => `${withJosa(name, '을/를')} 조건에 넣기`,
  },
  lookAhead: {
    title: (n, customers) => `이 값만 고르면 고객군은 ${n}${customers}입니다`,
    column: '고르면',
    everyone: '전체',
  },
  members: {
    columns: '열 고르기',
    columnCount: (n) => `열 ${n}개`,
    reset: '기본으로',
    search: '속성 검색',
  },
  catalog: {
    distribution: (name) => `전체 고객의 ${name} 분포`,
  },
};
