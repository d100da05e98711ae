import type { Versus } from '../compare/versus.ts';
import { DefinitionProblem, fromDefinition } from './from-definition.ts';
import { toAddressDefinition, toDefinition } from './to-definition.ts';
import type { GroupNode } from './tree.ts';

/** A version of a saved audience that the question began as. */
export interface OpenedAudience {
  readonly id: string;
  readonly version: number;
}

/** What a link carries: the whole question and how it is looked at. */
export interface AddressState {
  readonly tree: GroupNode;
  /** As-of as written, or null for the newest. */
  readonly asOf: string | null;
  /** A pinned snapshot, or null for the newest. */
  readonly snapshot: string | null;
  /** Panels chosen, or null for the default. */
  readonly panels: readonly string[] | null;
  /** Whom the group is compared with. */
  readonly versus: Versus;
  /** The saved audience that is open, which the tree may have left by now; null: none. */
  readonly opened: OpenedAudience | null;
}

/** How a question is looked at whose definition is that of a version of a saved audience. */
export interface AudienceAddress extends Omit<AddressState, 'tree'> {
  readonly opened: OpenedAudience;
}

/** An address that opens nothing, and why. */
export interface BrokenAddress {
  readonly kind: 'broken';
  /**
   * `damaged`: cut short or changed on its way; `newer`: made by another version; `unreadable`: not a question;
   * `elsewhere`: too large for an address, and not kept in this tab; `missing`: names a saved audience that is not there.
   */
  readonly reason: 'damaged' | 'newer' | 'unreadable' | 'elsewhere' | 'missing';
  readonly detail: string;
}

/** What an address says. */
export type DecodedAddress =
  | { readonly kind: 'empty' }
  | { readonly kind: 'state'; readonly state: AddressState }
  /** Its definition is to be fetched. */
  | { readonly kind: 'audience'; readonly look: AudienceAddress }
  /** Too large for an address: the tab keeps the question under this id. */
  | { readonly kind: 'kept'; readonly id: string }
  | BrokenAddress;

const VERSION = '1';
/** Stands where the checksum is in an address that only names a question. */
const KEPT = 'kept';

/**
 * The fragment of a link, without `#`: version, checksum and the question, as in `1.9f3c2a1b.eyJkIjp7…`. Only letters,
 * digits, `-`, `_` and `.`, so that mail programs keep it whole; the checksum tells when one did not.
 */
export function encodeAddress(state: AddressState): string {
  return encodeContent(writeContent(state));
}

/** The question and how it is looked at, as JSON text: what {@link encodeContent} packs into a fragment. */
export function writeContent(state: AddressState): string {
  return JSON.stringify({ d: toAddressDefinition(state.tree), ...writeLook(state) });
}

/** The same for a question whose definition is that of the version it was opened as: that is only named. */
export function writeAudienceContent(look: AudienceAddress): string {
  return JSON.stringify(writeLook(look));
}

/** The question of a text of {@link writeContent}, or why there is none. */
export function readContent(text: string): AddressState | BrokenAddress {
  const read = readText(() => text);
  return read.kind === 'state' ? read.state : { kind: 'broken', reason: 'unreadable', detail: '' };
}

/** The fragment that only names a question, which is kept elsewhere. */
export function encodeKept(id: string): string {
  return `${VERSION}.${KEPT}.${id}`;
}

/** An id of a question's text: another text has, as good as always, another. */
export function makeKeptId(text: string): string {
  return `${checksumOf(text)}${text.length.toString(36)}`;
}

function writeLook(state: Omit<AddressState, 'tree'>): Record<string, unknown> {
  const content: Record<string, unknown> = {};
  if (state.asOf !== null) content.a = state.asOf;
  if (state.snapshot !== null) content.s = state.snapshot;
  if (state.panels !== null) content.p = state.panels;
  if (state.versus.kind !== 'everyone') content.v = state.versus.kind === 'rest' ? 'rest' : state.versus.definition;
  if (state.opened !== null) content.o = [state.opened.id, state.opened.version];
  return content;
}

/** The fragment of a content. */
export function encodeContent(content: string): string {
  const body = encodeBase64Url(content);
  return `${VERSION}.${checksumOf(body)}.${body}`;
}

/** The question of a fragment (with or without `#`), or why there is none. Never another question than the one sent. */
export function decodeAddress(fragment: string): DecodedAddress {
  const text = fragment.replace(/^#/, '');
  if (text === '') return { kind: 'empty' };
  const [version, checksum, body, ...rest] = text.split('.');
  if (version !== VERSION && /^\d+$/.test(version ?? '') && checksum !== undefined) {
    return { kind: 'broken', reason: 'newer', detail: `version ${version}` };
  }
  if (version !== VERSION || checksum === undefined || body === undefined || rest.length > 0) {
    return { kind: 'broken', reason: 'unreadable', detail: '' };
  }
  if (checksum === KEPT && /^[a-z0-9]+$/.test(body)) return { kind: 'kept', id: body };
  if (checksumOf(body) !== checksum) return { kind: 'broken', reason: 'damaged', detail: '' };
  return readText(() => decodeBase64Url(body));
}

function readText(decode: () => string): DecodedAddress {
  try {
    const read = readLook(JSON.parse(decode()));
    return 'tree' in read ? { kind: 'state', state: read } : { kind: 'audience', look: read };
  } catch (error) {
    if (error instanceof DefinitionProblem) {
      return { kind: 'broken', reason: 'unreadable', detail: `${error.path}: ${error.message}` };
    }
    return { kind: 'broken', reason: 'unreadable', detail: error instanceof Error ? error.message : '' };
  }
}

function readLook(content: unknown): AddressState | AudienceAddress {
  if (typeof content !== 'object' || content === null) throw new DefinitionProblem('', 'No definition.');
  const panels: unknown = 'p' in content ? content.p : null;
  if (panels !== null && !isTexts(panels)) throw new DefinitionProblem('p', 'Must be a list of attributes.');
  const opened = readOpened('o' in content ? content.o : null);
  const look = {
    asOf: readOptionalText('a' in content ? content.a : null, 'a'),
    snapshot: readOptionalText('s' in content ? content.s : null, 's'),
    panels,
    versus: readVersus('v' in content ? content.v : null),
  };
  if ('d' in content) return { ...look, opened, tree: fromDefinition(content.d, 'address') };
  if (opened === null) throw new DefinitionProblem('', 'No definition.');
  return { ...look, opened };
}

function readOpened(value: unknown): OpenedAudience | null {
  if (value === null) return null;
  const [id, version, ...rest]: readonly unknown[] = Array.isArray(value) ? value : [];
  if (
    typeof id === 'string' &&
    typeof version === 'number' &&
    Number.isSafeInteger(version) &&
    version >= 1 &&
    rest.length === 0
  )
    return { id, version };
  throw new DefinitionProblem('o', 'Must be a saved audience and its version.');
}

function readVersus(value: unknown): Versus {
  if (value === null) return { kind: 'everyone' };
  if (value === 'rest') return { kind: 'rest' };
  return { kind: 'audience', definition: toDefinition(fromDefinition(value, 'language')).definition };
}

function readOptionalText(value: unknown, path: string): string | null {
  if (value === null || typeof value === 'string') return value;
  throw new DefinitionProblem(path, 'Must be text.');
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

/** FNV-1a, 32 bits: enough to notice a cut or changed link, not meant against an attacker. */
function checksumOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
}

function encodeBase64Url(text: string): string {
  const bytes = new TextEncoder().encode(text);
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function decodeBase64Url(text: string): string {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(binary, (char) => char.charCodeAt(0)));
}
