import { withJosa } from '@silhouette/model';
import type { definingEn } from './defining-en.ts';

/** Texts of the definition's edits and of questions too large for an address, in Korean. */
export const definingKo: typeof definingEn = {
  emptyList: '빈 목록(해당 고객 없음)',
  noRow: '해당하는 행 없음',
  everyRow: '모든 행',
  undone: (what) => (what === '' ? '변경을 취소했습니다' : `실행 취소: ${what}`),
  redone: (what) => (what === '' ? '변경을 다시 실행했습니다' : `다시 실행: ${what}`),
  duplicated: (name) => `${withJosa(name, '을/를')} 복제했습니다`,
  negated: (name) => `${withJosa(name, '을/를')} 제외 조건으로 바꿨습니다`,
  unnegated: (name) => `${name}의 제외를 풀었습니다`,
  switchedOff: (name) => `${withJosa(name, '을/를')} 잠시 껐습니다`,
  switchedOn: (name) => `${withJosa(name, '을/를')} 다시 켰습니다`,
  wrapped: (name) => `${withJosa(name, '을/를')} 새 그룹으로 묶었습니다`,
  unwrapped: (name) => `${withJosa(name, '을/를')} 풀었습니다`,
  list: {
    size: (n) => `${n}개`,
    first: (values, more) => `${values} 외 ${more}개`,
    change: '넣거나 뺄 값(한 줄에 하나씩)',
    add: '넣기',
    takeOut: '빼기',
    copy: '모두 복사',
    clear: '목록 비우기',
    hint: '목록이 길어 통째로 편집할 수 없습니다. 긴 텍스트를 붙여 넣으면 바로 추가됩니다.',
    added: (n) => `${n}개를 넣었습니다`,
    taken: (n) => `${n}개를 뺐습니다`,
  },
  lazy: (name, off) => `${name}${off ? '(꺼짐)' : ''}`,
  large: {
    noLink: '링크에 담기에는 너무 큽니다. 먼저 고객군으로 저장하세요',
    title: '이 정의는 링크에 담기에는 너무 큽니다.',
    text: '이 탭을 새로 고쳐도 그대로 남지만, 주소를 다른 곳에서 열 수는 없습니다. 함께 보려면 고객군으로 저장하세요. 저장하면 짧은 링크가 생깁니다.',
    unkept: '이 브라우저는 이렇게 큰 정의를 보관하지 못합니다. 새로 고치면 사라지니 고객군으로 저장하세요.',
    elsewhere: '정의가 주소에 담기에는 너무 커서, 만든 탭에만 남아 있습니다.',
    elsewhereDo: '만든 사람에게 고객군으로 저장한 뒤 그 링크를 보내 달라고 하세요.',
    missing: '링크가 가리키는 고객군을 읽을 수 없습니다.',
  },
};
