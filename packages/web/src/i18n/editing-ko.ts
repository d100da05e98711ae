import type { editingEn } from './editing-en.ts';

/** Texts of the editors of values, measures and dates, in Korean. */
export const editingKo: typeof editingEn = {
  noNumber: '숫자가 아닙니다. 100000이나 100,000(소수점은 마침표), 또는 10만, 1억 2,000만처럼 쓰세요.',
  wholeNumber: (least, most) => `${least}부터 ${most}까지의 정수를 쓰세요.`,
  badCommas: '쉼표는 세 자리마다만 쓸 수 있습니다. 100,000이나 1,234.5처럼 쓰세요.',
  listHint: '여러 값은 “, ”나 “;”로 나눕니다',
  listOnly: (several) => `여러 값이면 ${several}처럼 쉼표 뒤를 한 칸 띄우세요.`,
  oneOrSeveral: (one, several) => `한 값이면 ${one}, 여러 값이면 ${several}처럼(쉼표 뒤 한 칸) 쓰세요.`,
  noBins: '분포를 셀 수 없습니다. 값은 그대로 입력할 수 있습니다.',
  zeroApart: (n) => `0인 고객 ${n}명은 막대로 그리지 않습니다`,
  rowContext: '막대: 다른 조건을 만족하고 해당 기록이 있는 고객, 선: 전체 고객',
  timeContext: '막대: 다른 조건을 만족하고 그때 해당 기록이 있는 고객, 선: 전체 고객',
  becomesDates: (window) => `손잡이를 옮기면 “${window}” 대신 고정된 날짜가 됩니다`,
  nowDates: (dates) => `이제 고정된 날짜입니다: ${dates}`,
  understood: (number) => `= ${number}`,
};
