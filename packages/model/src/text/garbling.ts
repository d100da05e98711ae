/** Control characters, half characters, and what turns the direction of text after it: one name of a line could garble a sentence. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the point.
export const GARBLING = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]|\p{Surrogate}/u;

/** What is said of a line that holds such characters, behind its name. */
export const GARBLING_RULE = 'must not hold control characters (line breaks, tabs, marks that turn the direction of text)';
