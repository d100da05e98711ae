import { useMutation, useQueryClient } from '@tanstack/react-query';
import { accountsApi, useSessions, useTimeZone } from '../../api/accounts.ts';
import { formatAgo, useNow } from '../../i18n/format-ago.ts';
import { useLanguage } from '../../i18n/language.ts';
import { Button } from '../../ui/button.tsx';
import { describeAccountFailure } from './describe-account-failure.ts';
import { describeAgent } from './describe-agent.ts';

/** Where one is signed in, each to be ended; with an id of somebody else: where they are. */
export function SessionsPart({ person = null }: { readonly person?: { readonly id: string; readonly name: string } | null }) {
  const { t, lang } = useLanguage();
  const texts = t.accounts;
  const client = useQueryClient();
  const nowMs = useNow();
  const timeZone = useTimeZone();
  const query = useSessions(person?.id ?? null);
  const refresh = () => client.invalidateQueries({ queryKey: ['accounts', 'sessions'] });
  const end = useMutation({ mutationFn: accountsApi.endSession, onSettled: refresh });
  const endOthers = useMutation({ mutationFn: accountsApi.endOtherSessions, onSettled: refresh });
  const sessions = query.data?.sessions ?? [];
  const failure = query.error ?? end.error ?? endOthers.error;
  return (
    <section className="account-part" aria-labelledby="sessions-title">
      <h2 id="sessions-title">{person === null ? texts.sessionsTitle : texts.sessionsOf(person.name)}</h2>
      {failure === null ? null : (
        <p className="field-problem" role="alert">
          {describeAccountFailure(failure, t)}
        </p>
      )}
      {query.isSuccess && sessions.length === 0 ? <p className="hint">{texts.sessionsNone}</p> : null}
      <ul className="plain-list account-list">
        {sessions.map((session) => (
          <li key={session.id}>
            <span className="grow">
              {describeAgent(session.userAgent)} {session.isCurrent ? <strong>({texts.current})</strong> : null}
              <br />
              <span className="hint">
                {session.address} · {texts.lastSeen(formatAgo(session.lastSeenAt, nowMs, lang, timeZone))}
              </span>
            </span>
            {session.isCurrent ? null : (
              <Button
                aria-label={texts.endSession(describeAgent(session.userAgent))}
                disabled={end.isPending}
                onClick={() => end.mutate(session.id)}
              >
                {texts.signOut}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {person === null && sessions.length > 1 ? (
        <div>
          <Button disabled={endOthers.isPending} onClick={() => endOthers.mutate()}>
            {texts.endOthers}
          </Button>
        </div>
      ) : null}
    </section>
  );
}
