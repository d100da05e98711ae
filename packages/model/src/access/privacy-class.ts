/** How private an attribute or field is, from what anybody may know to what harms when known. */
export const PRIVACY_CLASSES = ['public', 'internal', 'personal', 'sensitive'] as const;

/** One of {@link PRIVACY_CLASSES}. */
export type PrivacyClass = (typeof PRIVACY_CLASSES)[number];

/** Whether a text names a class. */
export function isPrivacyClass(text: string): text is PrivacyClass {
  return PRIVACY_CLASSES.some((one) => one === text);
}

/** The more private of two classes. */
export function strictestClass(a: PrivacyClass, b: PrivacyClass): PrivacyClass {
  return PRIVACY_CLASSES.indexOf(a) >= PRIVACY_CLASSES.indexOf(b) ? a : b;
}
