import type { AuditActivity, AuditFinding, AuditReview } from '@silhouette/model';
import { useState } from 'react';
import { useSearchParams } from 'wouter';
import { describeFailure } from '../../app/describe-failure.ts';
import { ErrorNotice } from '../../app/error-notice.tsx';
import { formatCount, formatInstant } from '../../i18n/format.ts';
import { useLanguage } from '../../i18n/language.ts';
import { Button } from '../../ui/button.tsx';
import { Select } from '../../ui/select.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useReview, useSignOff } from './use-audit.ts';

interface ReviewViewProps {
  readonly onOpen: (sequence: number) => void;
}

/** The review of a month: what stands out, who did what, and its signing off. The address says which month. */
export function ReviewView({ onOpen }: ReviewViewProps) {
  const { t } = useLanguage();
  const [params, setParams] = useSearchParams();
  const month = params.get('month');
  const query = useReview(month);
  if (query.data === undefined) {
    if (!query.isError) return <TableSkeleton rows={8} />;
    return <ErrorNotice {...describeFailure(query.error, t)} action={{ label: t.retry, run: () => void query.refetch() }} />;
  }
  const review = query.data;
  const known = [...new Set([review.month, ...review.months.map((one) => one.month)])].sort().reverse();
  const isDone = (text: string) => review.months.some((one) => one.month === text && one.signedOff);
  return (
    <div className="audit-review" aria-busy={query.isPlaceholderData}>
      <div className="content-tools">
        <Select
          label={t.audit.month}
          value={review.month}
          options={known.map((value) => ({ value, label: isDone(value) ? `${value} ✓` : value }))}
          onChange={(value) =>
            setParams((before) => {
              const next = new URLSearchParams(before);
              next.set('month', value);
              return next;
            })
          }
        />
        {review.open.length === 0 ? null : (
          <p className="audit-open" role="status">
            {t.audit.openMonths(review.open.join(', '))}
          </p>
        )}
      </div>
      {review.redacted ? <p className="hint">{t.audit.redacted}</p> : null}
      <SignOffPart key={review.month} review={review} />
      <section aria-labelledby="audit-findings">
        <h2 id="audit-findings" className="audit-heading">
          {t.audit.standsOut}
        </h2>
        {review.findings.length === 0 ? <p className="hint">{t.audit.nothingStandsOut}</p> : null}
        <ul className="plain-list audit-findings">
          {review.findings.map((finding) => (
            <FindingRow
              key={`${finding.rule} ${finding.actor.kind} ${finding.actor.id} ${finding.actor.name}`}
              finding={finding}
              timeZone={review.timeZone}
              onOpen={onOpen}
            />
          ))}
        </ul>
      </section>
      <ActivityTable activities={review.activities} />
    </div>
  );
}

function SignOffPart({ review }: { readonly review: AuditReview }) {
  const { t, lang } = useLanguage();
  const [note, setNote] = useState('');
  const signOff = useSignOff();
  const { month, signedOff, written } = review;
  if (!review.isOver) return <p className="hint">{t.audit.notOver}</p>;
  return (
    <>
      {written === null ? null : (
        <p className="hint">
          {t.audit.written(formatInstant(written.at, review.timeZone, lang), formatCount(written.sequence, lang))}
        </p>
      )}
      {signedOff === null ? null : (
        <div className="audit-signed">
          <p>{t.audit.signedOff(signedOff.by, formatInstant(signedOff.at, review.timeZone, lang))}</p>
          <p className="hint">{signedOff.note}</p>
        </div>
      )}
      <form
        className="audit-sign"
        onSubmit={(event) => {
          event.preventDefault();
          const onSuccess = () => {
            setNote('');
            showToast(t.audit.signed(month));
          };
          signOff.mutate({ month, note }, { onSuccess });
        }}
      >
        <label className="audit-note">
          <span className="field-label">{t.audit.note}</span>
          <textarea
            className="input"
            rows={2}
            maxLength={2000}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        </label>
        <Button look="primary" type="submit" disabled={note.trim() === '' || signOff.isPending}>
          {signOff.isPending ? t.audit.signing : t.audit.signOff}
        </Button>
      </form>
      {signOff.isError ? <ErrorNotice {...describeFailure(signOff.error, t)} /> : null}
    </>
  );
}

interface FindingRowProps {
  readonly finding: AuditFinding;
  readonly timeZone: string;
  readonly onOpen: (sequence: number) => void;
}

function FindingRow({ finding, timeZone, onOpen }: FindingRowProps) {
  const { t, lang } = useLanguage();
  const { rule, actor, number, against, entries, entriesInAll } = finding;
  const size =
    number === null
      ? t.audit.notTold
      : against === null
        ? t.audit.times(number, formatCount(number, lang))
        : t.audit.usual(number, formatCount(number, lang), formatCount(against, lang));
  const [from, to] = [formatInstant(finding.from, timeZone, lang), formatInstant(finding.to, timeZone, lang)];
  return (
    <li className="audit-finding" data-rule={rule}>
      <p className="audit-finding-title">{t.audit.rules[rule]}</p>
      <p>
        {actor.name === '' ? t.audit.unknown : actor.name} · {size}
      </p>
      <p className="hint">{from === to ? from : `${from} – ${to}`}</p>
      <p className="audit-links">
        {entries.map((sequence) => (
          <button key={sequence} type="button" className="link-button" onClick={() => onOpen(sequence)}>
            {t.audit.toEntry(String(sequence))}
          </button>
        ))}
        {entriesInAll > entries.length ? (
          <span className="hint">{t.audit.entriesMore(formatCount(entriesInAll - entries.length, lang))}</span>
        ) : null}
      </p>
    </li>
  );
}

const COLUMNS = ['questions', 'customersSeen', 'exports', 'downloads', 'changes', 'signIns', 'refusals'] as const;

function ActivityTable({ activities }: { readonly activities: readonly AuditActivity[] }) {
  const { t, lang } = useLanguage();
  const writeNumber = (number: number | null) => (number === null ? '–' : formatCount(number, lang));
  return (
    <div>
      <h2 className="audit-heading">{t.audit.activities}</h2>
      {activities.length === 0 ? (
        <p className="hint">{t.audit.noActivities}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        <section className="table-scroll" tabIndex={0} aria-label={t.audit.activities}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t.audit.who}</th>
                {COLUMNS.map((column) => (
                  <th key={column} scope="col" className="numeric">
                    {t.audit.columns[column]}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {activities.map((activity) => (
                <tr key={`${activity.actor.kind} ${activity.actor.id} ${activity.actor.name}`}>
                  <th scope="row">{activity.actor.name === '' ? t.audit.unknown : activity.actor.name}</th>
                  {COLUMNS.map((column) => (
                    <td key={column} className="numeric">
                      {writeNumber(activity[column])}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </div>
  );
}
