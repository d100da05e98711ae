import { privacyOf } from '../access/privacy-class.ts';
import type { CatalogAnswer, CatalogField } from '../answer/answer.ts';
import type { SnapshotId } from '../brand.ts';
import type { Catalog, Described } from './catalog.ts';

/** What `GET /api/catalog` and `silhouette catalog --json` answer for one snapshot. `base` is its size at `asOfMs`. */
export function toCatalogAnswer(catalog: Catalog, snapshot: SnapshotId, asOfMs: number, base: number): CatalogAnswer {
  return {
    name: catalog.name,
    timeZone: catalog.timeZone.id,
    currency: catalog.currency,
    key: catalog.keyName,
    keyPrivacy: catalog.keyPrivacy ?? 'internal',
    attributes: catalog.attributes.map((attribute) => ({
      ...describe(attribute.id, attribute),
      group: attribute.group,
      origin: attribute.origin.kind,
      column: attribute.origin.kind === 'source' ? attribute.origin.column : null,
      ...(attribute.origin.kind === 'computed' ? { event: attribute.origin.spec.event } : {}),
    })),
    events: catalog.events.map((event) => ({
      id: event.id,
      label: event.label,
      description: event.description,
      synonyms: [...event.synonyms],
      hidden: event.hidden,
      hasOccasion: event.hasOccasion,
      fields: event.fields.map((field) => describe(field.id, field)),
      rows: event.rows,
      customers: event.customers,
      first: toIso(event.firstAtMs),
      last: toIso(event.lastAtMs),
    })),
    panels: [...catalog.panels],
    snapshot,
    asOf: new Date(asOfMs).toISOString(),
    base,
  };
}

function describe(id: string, described: Described): CatalogField {
  const { type, label, description, decimals, unit, order, synonyms, pii, hidden, stats } = described;
  const { present, missing, distinct, min, max } = stats;
  return {
    id,
    type,
    label,
    description,
    decimals,
    unit,
    order: order === null ? null : [...order],
    synonyms: [...synonyms],
    pii,
    privacy: privacyOf(described),
    hidden,
    present,
    missing,
    distinct,
    min,
    max,
  };
}

function toIso(atMs: number | null): string | null {
  return atMs === null ? null : new Date(atMs).toISOString();
}
