/** JSON data; numbers that must be exact are decimal strings. */
export type PlainJson = string | number | boolean | null | readonly PlainJson[] | PlainObject;
/** A JSON object. */
export interface PlainObject {
  readonly [key: string]: PlainJson;
}
/** An audience definition as people write it, not yet parsed. */
export type PlainDefinition = PlainObject;
