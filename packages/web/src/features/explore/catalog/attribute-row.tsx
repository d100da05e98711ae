import type { CatalogAttribute } from '@silhouette/model';
import { formatShare } from '../../../i18n/format.ts';
import { useLanguage } from '../../../i18n/language.ts';
import { CatalogRow } from './catalog-row.tsx';

interface AttributeRowProps {
  readonly attribute: CatalogAttribute;
  readonly context?: string;
  readonly onAdd: (attribute: CatalogAttribute) => void;
}

/** An attribute in the catalog. */
export function AttributeRow({ attribute, context, onAdd }: AttributeRowProps) {
  const { t, lang } = useLanguage();
  const known = attribute.present + attribute.missing;
  const filled = known === 0 ? '' : t.catalog.filled(formatShare(attribute.present / known, lang));
  const title = [attribute.description?.[lang], filled].filter((text) => text !== undefined && text !== '').join('\n');
  return (
    <CatalogRow
      icon={attribute.type}
      iconLabel={t.catalog.types[attribute.type] ?? attribute.type}
      label={attribute.label[lang]}
      {...(context === undefined ? {} : { context })}
      title={title}
      onAdd={() => onAdd(attribute)}
    />
  );
}
