import {
  type Attribute,
  type Catalog,
  type EventType,
  type Field,
  findAttribute,
  findEvent,
  findField,
} from '../catalog/catalog.ts';
import { SilhouetteError } from '../error.ts';
import type { AudienceNames } from '../predicate/resolve-audiences.ts';
import { type Language, NO_LABELS, textValue } from './value-text.ts';

/** What a sentence is written against. */
export interface SentenceContext {
  readonly catalog: Catalog;
  /** Exclusive end, an instant in ms: windows are told with the dates they come to. */
  readonly asOfMs: number;
  /** What saved audiences are called to who reads the sentence; those that are not in it are told by their ids. */
  readonly audienceNames?: AudienceNames;
}

/** A saved audience as it is called, with its id where another of the sentence is called the same; by its id alone where its name is not known. */
export function audienceText({ audienceNames }: SentenceContext, id: string, language: Language): string {
  const name = audienceNames?.get(id);
  if (audienceNames === undefined || name === undefined) return textValue(id, NO_LABELS, language);
  const isShared = [...audienceNames].some(([other, called]) => called === name && other !== id);
  const text = textValue(name, new Map([[name, { ko: name, en: name }]]), language);
  return isShared ? `${text} (${id})` : text;
}

/** The attribute. @throws SilhouetteError `unknown-attribute`: a predicate of another catalog */
export function attributeOf(context: SentenceContext, id: string): Attribute {
  const attribute = findAttribute(context.catalog, id);
  if (attribute === undefined) throw SilhouetteError.of('unknown-attribute', `There is no attribute "${id}" in this snapshot.`);
  return attribute;
}

/** The event. @throws SilhouetteError `unknown-event`: a predicate of another catalog */
export function eventOf(context: SentenceContext, id: string): EventType {
  const event = findEvent(context.catalog, id);
  if (event === undefined) throw SilhouetteError.of('unknown-event', `There is no event "${id}" in this snapshot.`);
  return event;
}

/** The field. @throws SilhouetteError `unknown-field`: a predicate of another catalog */
export function fieldOf(event: EventType, id: string): Field {
  const field = findField(event, id);
  if (field === undefined) throw SilhouetteError.of('unknown-field', `There is no field "${id}" in event "${event.id}".`);
  return field;
}
