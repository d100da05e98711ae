import { useTimeZone } from '../../api/accounts.ts';
import { describeFailure } from '../../app/describe-failure.ts';
import { ErrorNotice } from '../../app/error-notice.tsx';
import { formatCount } from '../../i18n/format.ts';
import { useLanguage } from '../../i18n/language.ts';
import { Button } from '../../ui/button.tsx';
import { Drawer } from '../../ui/drawer.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { useDelayed } from '../../ui/use-delayed.ts';
import { ApprovalsPart } from './approvals-part.tsx';
import { ExportRow } from './export-row.tsx';
import { useExportsView } from './exports-view.ts';
import { useDeleteExport, useExports } from './use-exports.ts';
import './exports.css';

/** The button of the list of exports, and the list in a drawer. */
export function ExportsDrawer() {
  const { t } = useLanguage();
  const { isListOpen, openList, closeList } = useExportsView();
  return (
    <>
      <Button look="quiet" icon="download" onClick={openList}>
        {t.exports.mine}
      </Button>
      <Drawer title={t.exports.mine} isOpen={isListOpen} onClose={closeList}>
        {isListOpen ? (
          <div className="exports">
            <ApprovalsPart />
            <ExportsList />
          </div>
        ) : null}
      </Drawer>
    </>
  );
}

function ExportsList() {
  const { t, lang } = useLanguage();
  const timeZone = useTimeZone();
  const query = useExports(true);
  const removal = useDeleteExport();
  const isSlow = useDelayed(query.isPending);
  if (query.data === undefined) {
    if (!query.isError) return <p className="loading">{isSlow ? t.loading : ''}</p>;
    return <ErrorNotice {...describeFailure(query.error, t)} action={{ label: t.retry, run: () => query.refetch() }} />;
  }
  const { exports, total } = query.data;
  return (
    <div className="exports">
      {query.isError ? (
        <ErrorNotice {...describeFailure(query.error, t)} action={{ label: t.retry, run: () => query.refetch() }} />
      ) : null}
      {removal.isError ? (
        <p className="field-problem" role="alert">
          {t.exports.deleteFailed}
        </p>
      ) : null}
      {exports.length === 0 ? (
        <EmptyState icon="download" title={t.exports.empty} text={t.exports.emptyText} />
      ) : (
        <ul className="plain-list exports-list">
          {exports.map((job) => (
            <ExportRow
              key={job.id}
              job={job}
              timeZone={timeZone}
              isLeaving={removal.isPending && removal.variables === job.id}
              onDelete={() => removal.mutate(job.id)}
            />
          ))}
        </ul>
      )}
      {total > exports.length ? (
        <p className="hint">{t.exports.listed(formatCount(exports.length, lang), formatCount(total, lang))}</p>
      ) : null}
    </div>
  );
}
