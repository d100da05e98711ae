import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { DefinitionHash } from '../brand.ts';
import { writeCanonicalText } from './canonicalise-predicate.ts';
import type { ResolvedPredicate } from './predicate.ts';

/**
 * `sha256:` and the SHA-256 of the RFC 8785 text of the canonical form: the same for every spelling of a definition.
 * @throws SilhouetteError `unknown-audience` for a predicate that still refers to an audience
 */
export function hashPredicate(predicate: ResolvedPredicate): DefinitionHash {
  // The only maker of this brand: a digest is what it says.
  return `sha256:${bytesToHex(sha256(utf8ToBytes(writeCanonicalText(predicate))))}` as DefinitionHash;
}
