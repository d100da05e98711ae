import { Link } from 'wouter';
import { useAudienceUses } from '../../api/audiences.ts';
import { writeAudiencePath } from '../../app/routes.ts';
import { useLanguage } from '../../i18n/language.ts';

import { describeStoreFailure } from './describe-store-failure.ts';
/** The audiences that need one. */
export function UsedBy({ id }: { readonly id: string }) {
  const { t } = useLanguage();
  const uses = useAudienceUses(id);
  const texts = t.audiences;
  return (
    <section className="part">
      <h2 className="part-title">{texts.page.usedBy}</h2>
      {uses.data === undefined ? (
        <p className={uses.isError ? 'field-problem' : 'hint'} role={uses.isError ? 'alert' : undefined}>
          {uses.isError ? describeStoreFailure(uses.error, t).title : ' '}
        </p>
      ) : uses.data.usedBy.length === 0 ? (
        <p className="hint">{texts.page.usedByNone}</p>
      ) : (
        <ul className="conflict-list">
          {uses.data.usedBy.map((use) => (
            <li key={use.id}>
              <Link href={writeAudiencePath(use.id)}>{use.name}</Link>{' '}
              {use.through.length === 0 ? null : (
                <span className="hint">
                  {texts.page.through(use.through.map((step) => `${step.id} (${texts.version(step.version)})`).join(', '))}
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
