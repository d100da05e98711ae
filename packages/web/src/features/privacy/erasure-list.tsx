import type { Erasure } from '@silhouette/model';
import { useTimeZone } from '../../api/accounts.ts';
import { describeFailure } from '../../app/describe-failure.ts';
import { ErrorNotice } from '../../app/error-notice.tsx';
import { formatCount, formatInstant } from '../../i18n/format.ts';
import { useLanguage } from '../../i18n/language.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { useErasures } from './use-privacy.ts';

/** Requests for erasure: their state and what was done, never whom. */
export function ErasureList() {
  const { t, lang } = useLanguage();
  const texts = t.privacy;
  const timeZone = useTimeZone();
  const erasures = useErasures();
  if (erasures.isPending) return <TableSkeleton rows={3} />;
  if (erasures.isError) return <ErrorNotice {...describeFailure(erasures.error, t)} />;
  const list = erasures.data.erasures;
  if (list.length === 0) return <EmptyState icon="people" title={texts.nothing} text={texts.nothingText} />;
  return (
    <section className="privacy-list" aria-label={texts.listTitle}>
      <h2>{texts.listTitle}</h2>
      <table className="table privacy-table">
        <thead>
          <tr>
            {[texts.requested, texts.by, texts.customers, texts.state, texts.result].map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {list.map((erasure) => (
            <tr key={erasure.id}>
              <td>
                <time dateTime={erasure.requestedAt}>{formatInstant(erasure.requestedAt, timeZone, lang)}</time>
              </td>
              <td>{erasure.requestedBy}</td>
              <td data-title={texts.customers}>{formatCount(erasure.customers, lang)}</td>
              <td>
                <State erasure={erasure} />
              </td>
              <td>
                <Result erasure={erasure} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function State({ erasure: { state, fraction } }: { readonly erasure: Erasure }) {
  const { t } = useLanguage();
  const word = t.privacy.states[state];
  if (state !== 'running') return word;
  return (
    <>
      {word} <progress aria-label={word} {...(fraction === null ? {} : { value: fraction })} />
    </>
  );
}

function Result({ erasure: { customers, result, issues, reason } }: { readonly erasure: Erasure }) {
  const { t, lang } = useLanguage();
  const count = (n: number): string => formatCount(n, lang);
  return (
    <>
      {reason === null ? null : <p>{reason}</p>}
      {issues.map(({ message }) => (
        <p key={message} className="field-problem">
          {message}
        </p>
      ))}
      {result === null ? null : (
        <p>
          {t.privacy.done(
            count(result.rowsErased),
            count(result.exportsRemoved),
            count(result.audienceVersionsChanged),
            count(result.auditEntriesErased),
          )}{' '}
          · {t.privacy.blanked(count(result.cellsErased), count(result.rowScopesChanged), count(result.textsBlanked))}
        </p>
      )}
      {result === null || result.customersFound === null || result.customersFound >= customers ? null : (
        <p>{t.privacy.notFound(count(customers - result.customersFound), count(customers))}</p>
      )}
      {result === null || result.ownFiles.length === 0 ? null : <p>{t.privacy.ownFiles(result.ownFiles.join(', '))}</p>}
      {result === null || result.remaining.length === 0 ? null : (
        <p>
          {t.privacy.remaining(
            result.remaining.map(({ table, column, rows }) => `${table}.${column} (${count(rows)})`).join(', '),
          )}
        </p>
      )}
    </>
  );
}
