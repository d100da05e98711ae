import { PERMISSIONS, type RoleAnswer } from '@silhouette/model';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { accountsApi, useMay, useRoles } from '../../api/accounts.ts';
import { useLanguage } from '../../i18n/language.ts';
import { Button } from '../../ui/button.tsx';
import { keepFocus } from '../../ui/keep-focus.ts';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { showToast } from '../../ui/toast.tsx';
import { describeAccountFailure } from '../account/describe-account-failure.ts';
import { RemoveDialog } from './remove-dialog.tsx';
import { RoleDialog } from './role-dialog.tsx';
import '../account/account.css';

/** Roles: what people of each may do; built-in ones to read, own ones to change. */
export function RolesPage() {
  const { t } = useLanguage();
  const texts = t.accounts;
  const roles = useRoles();
  const mayManage = useMay('roles.manage');
  const [edited, setEdited] = useState<RoleAnswer | 'new' | null>(null);
  useEffect(() => {
    document.title = `${texts.roles} · ${t.appName}`;
  }, [texts, t]);
  return (
    <main className="content" ref={keepFocus}>
      <header className="content-head">
        <h1 className="content-title">{texts.roles}</h1>
        <p className="content-lead grow">{texts.rolesLead}</p>
        {mayManage ? (
          <Button look="primary" icon="plus" onClick={() => setEdited('new')}>
            {texts.roleNew}
          </Button>
        ) : null}
      </header>
      {roles.isError ? (
        <p className="field-problem" role="alert">
          {describeAccountFailure(roles.error, t)}
        </p>
      ) : null}
      {roles.isPending ? <TableSkeleton rows={5} /> : null}
      {roles.data?.roles.map((role) => (
        <RolePart key={role.id} role={role} mayChange={mayManage && !role.builtIn} onEdit={() => setEdited(role)} />
      ))}
      {edited === null ? null : <RoleDialog role={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />}
    </main>
  );
}

interface RolePartProps {
  readonly role: RoleAnswer;
  readonly mayChange: boolean;
  readonly onEdit: () => void;
}

function RolePart({ role, mayChange, onEdit }: RolePartProps) {
  const { t, lang } = useLanguage();
  const texts = t.accounts;
  const client = useQueryClient();
  const name = role.label[lang];
  const [isRemoving, setRemoving] = useState(false);
  return (
    <section className="account-part" aria-labelledby={`role-${role.id}`}>
      <h2 id={`role-${role.id}`}>
        {name} <span className="hint">{role.id}</span>
      </h2>
      <p className="hint">
        {[...(role.builtIn ? [texts.builtIn] : []), texts.rolePeople(role.people)].join(' · ')} · {texts.roleClasses}:{' '}
        {role.classes.map((one) => texts.classes[one]).join(', ')}
      </p>
      <ul className="role-permissions">
        {PERMISSIONS.filter((one) => role.permissions.includes(one)).map((permission) => (
          <li key={permission}>{texts.permissions[permission]}</li>
        ))}
      </ul>
      {mayChange ? (
        <div className="account-tools">
          <Button aria-label={texts.roleEdit(name)} onClick={onEdit}>
            {texts.change}
          </Button>
          <Button aria-label={texts.roleRemove(name)} onClick={() => setRemoving(true)}>
            {texts.remove}
          </Button>
        </div>
      ) : null}
      {isRemoving ? (
        <RemoveDialog
          title={texts.roleRemoveTitle(name)}
          text={texts.roleRemoveText}
          remove={() => accountsApi.removeRole(role.id)}
          onClose={() => setRemoving(false)}
          onRemoved={() => {
            showToast(texts.roleRemoved(name));
            void client.invalidateQueries({ queryKey: ['accounts', 'roles'] });
          }}
        />
      ) : null}
    </section>
  );
}
