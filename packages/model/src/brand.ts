/** A value of type `T` that only its own parser may make: two brands never mix by accident. */
export type Brand<T, Name extends string> = T & { readonly __brand: Name };

/** Id of an attribute, unique in a catalog; any non-empty text without control characters (a column name, Korean ones too). */
export type AttributeId = Brand<string, 'AttributeId'>;
/** Id of an event type, unique in a catalog. */
export type EventId = Brand<string, 'EventId'>;
/** Id of a field, unique in its event. */
export type FieldId = Brand<string, 'FieldId'>;
/** Id of a saved audience. */
export type AudienceId = Brand<string, 'AudienceId'>;
/** Id of one immutable snapshot of a lake. */
export type SnapshotId = Brand<string, 'SnapshotId'>;
/** `sha256:` and 64 hexadecimal digits: the hash of a predicate's canonical form. */
export type DefinitionHash = Brand<string, 'DefinitionHash'>;
