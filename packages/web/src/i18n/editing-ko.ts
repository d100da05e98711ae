import type { editingEn } from './editing-en.ts';

/** Texts of the editors of values, measures and dates, in Korean. */
export const editingKo: typeof editingEn = {
  noNumber: '숫자가 아닙니다. 100000이나 100,000(소수점은 마침표), 또는 10만, 1억 2,000만처럼 쓰세요.',
  wholeNumber: (least, most) => `${least}부터 ${most}까지의 정수를 쓰세요.`,
  badCommas: '쉼표는 세 자리마다만 쓸 수 있습니다. 100,000이나 1,234.5처럼 쓰세요.',
  listHint: '여러 값은 “, ”나 “;”로 나눕니다',
  listOnly: (several) => `여러 값이면 ${several}처럼 쉼표 뒤를 한 칸 띄우세요.`,
  oneOrSeveral: (one, several) => `한 값이면 ${one}, 여러 값이면 ${several}처럼(쉼표 뒤 한 칸) 쓰세요.`,
  understood: (number) => `= ${number}`,
};
