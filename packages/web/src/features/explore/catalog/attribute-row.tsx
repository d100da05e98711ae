import type { CatalogAttribute } from '@silhouette/model';
import { memo, useEffect, useRef, useState } from 'react';
import { formatShare } from '../../../i18n/format.ts';
import { useLanguage } from '../../../i18n/language.ts';
import type { SlotPlace } from '../drag/drop-place.ts';
import { CatalogRow } from './catalog-row.tsx';
import { Sketch } from './sketch.tsx';
import { useSketch } from './use-sketches.ts';

interface AttributeRowProps {
  readonly attribute: CatalogAttribute;
  readonly onAdd: (attribute: CatalogAttribute, place?: SlotPlace) => void;
}

/** An attribute in the catalog: its type, its name, the shape of its distribution. */
export const AttributeRow = memo(function AttributeRow({ attribute, onAdd }: AttributeRowProps) {
  const { t, lang } = useLanguage();
  const place = useRef<HTMLSpanElement>(null);
  const [isInSight, setInSight] = useState(false);
  useEffect(() => {
    if (place.current === null) return;
    const observer = new IntersectionObserver(([entry]) => setInSight(entry?.isIntersecting === true));
    observer.observe(place.current);
    return () => observer.disconnect();
  }, []);
  const panel = useSketch(attribute.id, isInSight);
  const { present, missing } = attribute;
  const known = present === null || missing === null ? 0 : present + missing;
  const filled = present === null || known === 0 ? '' : t.catalog.filled(formatShare(present / known, lang));
  const title = [attribute.description?.[lang], filled].filter((text) => text !== undefined && text !== '').join('\n');
  return (
    <CatalogRow
      icon={attribute.type}
      iconLabel={t.catalog.types[attribute.type] ?? attribute.type}
      label={attribute.label[lang]}
      sketch={
        <span ref={place} className="sketch-place">
          {isInSight ? <Sketch panel={panel} /> : null}
        </span>
      }
      title={title}
      onAdd={(place) => onAdd(attribute, place)}
    />
  );
});
