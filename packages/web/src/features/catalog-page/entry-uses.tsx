import type { CatalogAnswer, CatalogEntryAnswer } from '@silhouette/model';
import { Link } from 'wouter';
import { writeAudiencePath } from '../../app/routes.ts';
import { formatCount } from '../../i18n/format.ts';
import { useLanguage } from '../../i18n/language.ts';

interface EntryUsesProps {
  readonly catalog: CatalogAnswer;
  readonly uses: CatalogEntryAnswer['usedBy'];
}

/** The saved audiences that an entry decides about; those that do not name it themselves say what they use it through. */
export function EntryUses({ catalog, uses }: EntryUsesProps) {
  const { t, lang } = useLanguage();
  const texts = t.catalogPage;
  const nameAttribute = (id: string) => catalog.attributes.find((one) => one.id === id)?.label[lang] ?? id;
  const nameAudience = (id: string) => uses.find((one) => one.id === id)?.name ?? id;
  return (
    <section>
      <h3>{uses.length === 0 ? texts.usedBy : texts.usedByCount(formatCount(uses.length, lang))}</h3>
      {uses.length === 0 ? <p className="hint">{texts.usedByNobody}</p> : null}
      <ul className="plain-list entry-uses">
        {uses.map(({ id, name, through }) => (
          <li key={id}>
            <Link href={writeAudiencePath(id)}>{name}</Link>
            {through === null ? null : (
              <span className="hint">
                {texts.usedThrough(
                  [...through.attributes.map(nameAttribute), ...through.audiences.map(nameAudience)]
                    .map((one) => texts.quoted(one))
                    .join(', '),
                )}
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
