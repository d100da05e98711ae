/** What keys of customers can look like that by themselves tell who somebody is, or reach them. */
export const PERSONAL_KEY_KINDS = ['email', 'phone', 'resident-number'] as const;

/** One of {@link PERSONAL_KEY_KINDS}. */
export type PersonalKeyKind = (typeof PERSONAL_KEY_KINDS)[number];

/** Of some texts so large a part must look like it. */
const SURE = 0.8;
/** Regular expressions that ClickHouse (RE2) and JavaScript read alike. Phone numbers are Korean, or begin with a plus sign. */
export const PERSONAL_KEY_PATTERNS: Readonly<Record<PersonalKeyKind, string>> = {
  email: '^[^@ ]+@[^@ ]+\\.[^@ .]+$',
  'resident-number': '^[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])[- ]?[1-8][0-9]{6}$',
  phone: '^(\\+[0-9][0-9 ().-]{7,18}|01[016789][- .]?[0-9]{3,4}[- .]?[0-9]{4}|0[2-6][0-9]?[- .][0-9]{3,4}[- .][0-9]{4})$',
};

/** What most of some keys look like, by how many of each kind there are among `all`; null: like nothing of that. */
export function judgeKeys(counts: Readonly<Record<PersonalKeyKind, number>>, all: number): PersonalKeyKind | null {
  if (all === 0) return null;
  return PERSONAL_KEY_KINDS.find((kind) => counts[kind] >= SURE * all) ?? null;
}

/** What most of some texts look like; null: like nothing of that. */
export function judgeTexts(texts: readonly string[]): PersonalKeyKind | null {
  const count = (kind: PersonalKeyKind): number => {
    const pattern = new RegExp(PERSONAL_KEY_PATTERNS[kind], 'u');
    return texts.filter((text) => pattern.test(text)).length;
  };
  return judgeKeys({ email: count('email'), phone: count('phone'), 'resident-number': count('resident-number') }, texts.length);
}

/** The kind in words. */
export function nameKeyKind(kind: PersonalKeyKind): string {
  return { email: 'e-mail addresses', phone: 'phone numbers', 'resident-number': 'resident registration numbers' }[kind];
}
