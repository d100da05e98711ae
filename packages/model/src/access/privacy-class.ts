/** How private an attribute or field is, from what anybody may know to what harms when known. */
export const PRIVACY_CLASSES = ['public', 'internal', 'personal', 'sensitive'] as const;

/** One of {@link PRIVACY_CLASSES}. */
export type PrivacyClass = (typeof PRIVACY_CLASSES)[number];

/** Whether a text names a class. */
export function isPrivacyClass(text: string): text is PrivacyClass {
  return PRIVACY_CLASSES.some((one) => one === text);
}

/** Whether a class tells of persons. */
export function isPersonal(privacy: PrivacyClass): boolean {
  return privacy === 'personal' || privacy === 'sensitive';
}

/** The class of an attribute or field; `internal` where the catalog says nothing. */
export function privacyOf({
  pii,
  privacy,
}: {
  readonly pii: boolean;
  readonly privacy?: PrivacyClass | undefined;
}): PrivacyClass {
  return privacy ?? (pii ? 'personal' : 'internal');
}

/** The more private of two classes. */
export function strictestClass(a: PrivacyClass, b: PrivacyClass): PrivacyClass {
  return PRIVACY_CLASSES.indexOf(a) >= PRIVACY_CLASSES.indexOf(b) ? a : b;
}
