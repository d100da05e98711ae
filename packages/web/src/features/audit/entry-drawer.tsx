import type { AuditEntry } from '@silhouette/model';
import type { ReactNode } from 'react';
import { useTimeZone } from '../../api/accounts.ts';
import { describeFailure } from '../../app/describe-failure.ts';
import { ErrorNotice } from '../../app/error-notice.tsx';
import { formatInstant } from '../../i18n/format.ts';
import { useLanguage } from '../../i18n/language.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Drawer } from '../../ui/drawer.tsx';
import { nameEntryActor, readDefinitions, readSentence, readWritten } from './describe-entry.ts';
import { useEntry } from './use-audit.ts';

interface EntryDrawerProps {
  /** The entry that is open; null: none. */
  readonly sequence: number | null;
  readonly onClose: () => void;
}

/** Everything that one entry says. */
export function EntryDrawer({ sequence, onClose }: EntryDrawerProps) {
  const { t } = useLanguage();
  return (
    <Drawer title={t.audit.open(String(sequence ?? ''))} isOpen={sequence !== null} onClose={onClose}>
      {sequence === null ? null : <OpenedEntry sequence={sequence} />}
    </Drawer>
  );
}

function OpenedEntry({ sequence }: { readonly sequence: number }) {
  const { t } = useLanguage();
  const query = useEntry(sequence);
  if (query.isError) return <ErrorNotice {...describeFailure(query.error, t)} />;
  if (query.data === undefined) return <p className="loading">{t.loading}</p>;
  return query.data === null ? <p className="hint">{t.audit.nothing}</p> : <EntryFacts entry={query.data} />;
}

function EntryFacts({ entry }: { readonly entry: AuditEntry }) {
  const { t, lang } = useLanguage();
  const timeZone = useTimeZone();
  const { request } = entry;
  const sentence = readSentence(entry, lang);
  const keys = entry.texts.filter(({ name }) => name.endsWith('key'));
  const written = Object.fromEntries(readWritten(entry).map(({ name, text }) => [name, text ?? t.audit.erased]));
  return (
    <div className="audit-entry">
      {entry.redacted === true ? <p className="hint">{t.audit.redacted}</p> : null}
      <dl className="audit-facts">
        <Fact name={t.audit.time}>{formatInstant(entry.at, timeZone, lang)}</Fact>
        <Fact name={t.audit.who}>
          {nameEntryActor(entry, t)} <span className="quiet mono">{entry.actor.id}</span>
        </Fact>
        <Fact name={t.audit.what}>{t.audit.actions[entry.action]}</Fact>
        {entry.subject.length === 0 ? null : <Fact name={t.audit.about}>{entry.subject.join(', ')}</Fact>}
        {sentence === null ? null : <Fact name={t.audit.sentence}>{sentence}</Fact>}
        {request === null ? null : (
          <>
            <Fact name={t.audit.request}>
              <span className="mono">
                {request.method} {request.route}
              </span>{' '}
              ({t.audit.status} {request.status})
            </Fact>
            <Fact name={t.audit.address}>
              <span className="mono">{request.address}</span>
            </Fact>
            <Fact name={t.audit.program}>{request.userAgent}</Fact>
          </>
        )}
      </dl>
      {keys.length === 0 ? null : (
        <section aria-label={t.audit.seen}>
          <h3 className="field-label">{keys[0]?.name === 'key' ? t.audit.seen : t.audit.seenRange}</h3>
          <ul className="plain-list audit-keys">
            {keys.map(({ text }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: entries never change
              <li key={index} className={text === null ? 'quiet' : 'mono'}>
                {text ?? t.audit.erased}
              </li>
            ))}
          </ul>
        </section>
      )}
      {readDefinitions(entry).map((text) => (
        <section key={text} aria-label={t.audit.definition}>
          <div className="audit-code-head">
            <h3 className="field-label grow">{t.audit.definition}</h3>
            <CopyButton label={t.audit.copy} read={() => text} />
          </div>
          <pre className="audit-code">{text}</pre>
        </section>
      ))}
      <details>
        <summary>{t.audit.details}</summary>
        <pre className="audit-code">{JSON.stringify({ ...entry.details, ...written }, null, 2)}</pre>
        {entry.redacted === true ? null : (
          <dl className="audit-facts">
            <Fact name={t.audit.hash}>
              <span className="mono">{entry.hash}</span>
            </Fact>
            <Fact name={t.audit.previous}>
              <span className="mono">{entry.previous}</span>
            </Fact>
          </dl>
        )}
      </details>
    </div>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className="audit-fact">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
