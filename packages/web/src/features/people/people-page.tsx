import type { OneTimeLink } from '@silhouette/model';
import { useEffect, useState } from 'react';
import { useMe, usePeople, useRoles } from '../../api/accounts.ts';
import { useLanguage } from '../../i18n/language.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { keepFocus } from '../../ui/keep-focus.ts';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { describeAccountFailure } from '../account/describe-account-failure.ts';
import { InvitationList } from './invitation-list.tsx';
import { InviteDialog } from './invite-dialog.tsx';
import { LinkDialog } from './link-dialog.tsx';
import { PersonRow } from './person-row.tsx';
import '../account/account.css';

/** Who has an account, and what they may do; invitations that wait. */
export function PeoplePage() {
  const { t } = useLanguage();
  const texts = t.accounts;
  const people = usePeople();
  const roles = useRoles();
  const me = useMe().data;
  const [isInviting, setInviting] = useState(false);
  const [link, setLink] = useState<OneTimeLink | null>(null);
  useEffect(() => {
    document.title = `${texts.people} · ${t.appName}`;
  }, [texts, t]);
  const failure = people.error ?? roles.error;
  const list = people.data?.people ?? [];
  return (
    <main className="content" ref={keepFocus}>
      <header className="content-head">
        <h1 className="content-title">{texts.people}</h1>
        <p className="content-lead grow">{texts.peopleLead}</p>
        {list.length === 0 ? null : (
          <Button look="primary" icon="plus" onClick={() => setInviting(true)}>
            {texts.invite}
          </Button>
        )}
      </header>
      {failure === null ? null : (
        <p className="field-problem" role="alert">
          {describeAccountFailure(failure, t)}
        </p>
      )}
      {people.isPending || roles.isPending ? <TableSkeleton rows={5} /> : null}
      {people.isSuccess && list.length === 0 ? (
        <EmptyState icon="people" title={texts.peopleNone} text={texts.peopleNoneText} />
      ) : null}
      {list.length === 0 || roles.data === undefined ? null : (
        <div className="people-wide">
          <table className="table people-table">
            <thead>
              <tr>
                <th scope="col">{texts.name}</th>
                <th scope="col">{texts.role}</th>
                <th scope="col">{texts.state}</th>
                <th scope="col">{texts.lastSeenTitle}</th>
                <th scope="col">
                  <span className="visually-hidden">{t.more}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {list.map((person) => (
                <PersonRow
                  key={person.id}
                  person={person}
                  roles={roles.data.roles}
                  isSelf={person.id === me?.actor.id}
                  onLink={setLink}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {roles.data === undefined ? null : <InvitationList roles={roles.data.roles} />}
      {isInviting && roles.data !== undefined ? (
        <InviteDialog
          roles={roles.data.roles}
          onClose={() => setInviting(false)}
          onLink={(made) => {
            setInviting(false);
            setLink(made);
          }}
        />
      ) : null}
      {link === null ? null : <LinkDialog link={link} onClose={() => setLink(null)} />}
    </main>
  );
}
