import type { OneTimeLink, Person, RoleAnswer } from '@silhouette/model';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { accountsApi, useTimeZone } from '../../api/accounts.ts';
import { formatAgo, useNow } from '../../i18n/format-ago.ts';
import { useLanguage } from '../../i18n/language.ts';
import { Drawer } from '../../ui/drawer.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu, MenuItem, MenuLine } from '../../ui/menu.tsx';
import { showToast } from '../../ui/toast.tsx';
import { describeAccountFailure } from '../account/describe-account-failure.ts';
import { SessionsPart } from '../account/sessions-part.tsx';
import { PersonDialog } from './person-dialog.tsx';
import { RemoveDialog } from './remove-dialog.tsx';

interface PersonRowProps {
  readonly person: Person;
  readonly roles: readonly RoleAnswer[];
  readonly isSelf: boolean;
  readonly onLink: (link: OneTimeLink) => void;
}

/** One person, with what can be done about them. */
export function PersonRow({ person, roles, isSelf, onLink }: PersonRowProps) {
  const { t, lang } = useLanguage();
  const texts = t.accounts;
  const client = useQueryClient();
  const nowMs = useNow();
  const timeZone = useTimeZone();
  const [open, setOpen] = useState<'edit' | 'remove' | 'sessions' | null>(null);
  const refresh = () => client.invalidateQueries({ queryKey: ['accounts'] });
  const disable = useMutation({
    mutationFn: (isDisabled: boolean) => accountsApi.changePerson(person.id, { isDisabled }),
    onSuccess: ({ isDisabled, name }) => showToast(isDisabled ? texts.disabledDone(name) : texts.enabledDone(name)),
    onSettled: refresh,
  });
  const reset = useMutation({
    mutationFn: (secondFactorToo: boolean) => accountsApi.makeResetLink(person.id, secondFactorToo),
    onSuccess: onLink,
  });
  const failure = disable.error ?? reset.error;
  const role = roles.find(({ id }) => id === person.role);
  const state = [
    person.isDisabled ? texts.disabled : texts.enabled,
    ...(person.hasSecondFactor ? [texts.withFactor] : []),
  ].join(' · ');
  return (
    <tr>
      <th scope="row">
        {person.name} {isSelf ? <span className="quiet">({texts.you})</span> : null}
        <br />
        <span className="hint">{person.email}</span>
        {failure === null ? null : (
          <p className="field-problem" role="alert">
            {describeAccountFailure(failure, t)}
          </p>
        )}
      </th>
      <td>
        {role?.label[lang] ?? person.role}
        {!person.isScoped ? null : <span className="hint"> · {texts.scoped}</span>}
      </td>
      <td>{state}</td>
      <td>{person.lastSeenAt === null ? texts.never : formatAgo(person.lastSeenAt, nowMs, lang, timeZone)}</td>
      <td className="numeric">
        <Menu trigger={<IconButton icon="more" label={texts.actions(person.name)} />}>
          <MenuItem onSelect={() => setOpen('edit')}>{texts.edit}</MenuItem>
          <MenuItem onSelect={() => setOpen('sessions')}>{texts.sessions}</MenuItem>
          {person.isDisabled ? null : (
            <>
              <MenuItem onSelect={() => reset.mutate(false)}>{texts.reset}</MenuItem>
              {person.hasSecondFactor ? <MenuItem onSelect={() => reset.mutate(true)}>{texts.resetFactor}</MenuItem> : null}
            </>
          )}
          <MenuLine />
          <MenuItem onSelect={() => disable.mutate(!person.isDisabled)}>
            {person.isDisabled ? texts.enable : texts.disable}
          </MenuItem>
          <MenuItem onSelect={() => setOpen('remove')}>{texts.remove}</MenuItem>
        </Menu>
        {open === 'edit' ? <PersonDialog person={person} roles={roles} onClose={() => setOpen(null)} /> : null}
        {open === 'remove' ? (
          <RemoveDialog
            title={texts.removeTitle(person.name)}
            text={texts.removeText}
            remove={() => accountsApi.removePerson(person.id)}
            onClose={() => setOpen(null)}
            onRemoved={() => {
              showToast(texts.removed(person.name));
              void refresh();
            }}
          />
        ) : null}
        <Drawer title={texts.sessionsOf(person.name)} isOpen={open === 'sessions'} onClose={() => setOpen(null)}>
          {open === 'sessions' ? <SessionsPart person={person} /> : null}
        </Drawer>
      </td>
    </tr>
  );
}
