import { type CurrentVersion, SilhouetteError } from '@silhouette/model';

/** The strong entity tag of a version: `"3"`. */
export function writeEntityTag({ version }: Pick<CurrentVersion, 'version'>): string {
  return `"${version}"`;
}

/**
 * Whether an `If-Match` header takes a version: one of its strong tags is the version's, or it is `*`.
 * @throws SilhouetteError `missing-precondition` without the header, `invalid-option` for one that is no list of tags.
 */
export function matchesVersion(header: string | undefined, current: Pick<CurrentVersion, 'version'>): boolean {
  if (header === undefined || header.trim() === '') {
    throw SilhouetteError.of(
      'missing-precondition',
      'Send If-Match with the ETag of the version that you have read, so that nobody’s change is lost.',
    );
  }
  if (header.trim() === '*') return true;
  const tags = listEntityTags(header);
  if (tags === null) {
    throw SilhouetteError.of(
      'invalid-option',
      'If-Match holds no entity tag; send the ETag as it was answered, such as "3" in quotes.',
      'if-match',
    );
  }
  // A weak tag never matches here (RFC 9110, 13.1.1).
  return tags.includes(writeEntityTag(current));
}

/**
 * The entity tags of a header such as `"1", W/"a,b"` as they stand, in its order: a comma within quotes is part of a tag (RFC 9110,
 * 8.8.3; list members may be empty, 5.6.1). Null: it is no list of tags.
 */
export function listEntityTags(header: string): readonly string[] | null {
  const list = /^[\t ,]*(?:(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"[\t ]*(?:,[\t ,]*|$))+$/;
  if (!list.test(header)) return null;
  return header.match(/(?:W\/)?"[^"]*"/g);
}
