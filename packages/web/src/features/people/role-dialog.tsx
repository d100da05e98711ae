import { PERMISSIONS, type Permission, PRIVACY_CLASSES, type PrivacyClass, type RoleAnswer } from '@silhouette/model';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { accountsApi } from '../../api/accounts.ts';
import { useLanguage } from '../../i18n/language.ts';
import { Button } from '../../ui/button.tsx';
import { CancelButton } from '../../ui/cancel-button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { showToast } from '../../ui/toast.tsx';
import { Unsaved } from '../../ui/unsaved.tsx';
import { describeAccountFailure } from '../account/describe-account-failure.ts';
import { TextField } from '../account/text-field.tsx';

/** Makes a role, or changes one: a change holds at once for everybody who has it. */
export function RoleDialog({ role, onClose }: { readonly role: RoleAnswer | null; readonly onClose: () => void }) {
  const { t, lang } = useLanguage();
  const texts = t.accounts;
  const client = useQueryClient();
  const [begun] = useState(() => readForm(role));
  const [form, setForm] = useState(begun);
  const { id, ko, en, permissions, classes } = form;
  const save = useMutation({
    mutationFn: () => {
      const content = { label: { ko, en }, permissions, classes };
      return role === null ? accountsApi.createRole(id, content) : accountsApi.changeRole(role.id, content);
    },
    onSuccess: async () => {
      showToast(texts.saved);
      onClose();
      await client.invalidateQueries({ queryKey: ['accounts', 'roles'] });
      await client.invalidateQueries({ queryKey: ['me'] });
    },
  });
  return (
    <Dialog title={role === null ? texts.roleNew : texts.roleEdit(role.label[lang])} isOpen onClose={onClose}>
      <Unsaved when={JSON.stringify(form) !== JSON.stringify(begun)} />
      <form
        className="account-form"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        {role === null ? (
          <TextField
            label={texts.roleId}
            hint={texts.roleIdHint}
            required
            data-first=""
            value={id}
            onText={(text) => setForm({ ...form, id: text })}
          />
        ) : null}
        <TextField label={texts.roleKo} required maxLength={60} value={ko} onText={(text) => setForm({ ...form, ko: text })} />
        <TextField label={texts.roleEn} required maxLength={60} value={en} onText={(text) => setForm({ ...form, en: text })} />
        <Checks
          legend={texts.rolePermissions}
          all={PERMISSIONS}
          names={texts.permissions}
          chosen={permissions}
          onChange={(chosen) => setForm({ ...form, permissions: chosen })}
        />
        <Checks
          legend={texts.roleClasses}
          all={PRIVACY_CLASSES}
          names={texts.classes}
          chosen={classes}
          onChange={(chosen) => setForm({ ...form, classes: chosen })}
        />
        {save.isError ? (
          <p className="field-problem" role="alert">
            {describeAccountFailure(save.error, t)}
          </p>
        ) : null}
        <div className="dialog-foot">
          <CancelButton />
          <Button look="primary" type="submit" disabled={save.isPending}>
            {texts.save}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

interface RoleForm {
  readonly id: string;
  readonly ko: string;
  readonly en: string;
  readonly permissions: readonly Permission[];
  readonly classes: readonly PrivacyClass[];
}

function readForm(role: RoleAnswer | null): RoleForm {
  if (role === null) return { id: '', ko: '', en: '', permissions: [], classes: ['public', 'internal'] };
  // In the order of the lists, so that what is chosen again is what it was.
  const permissions = PERMISSIONS.filter((one) => role.permissions.includes(one));
  const classes = PRIVACY_CLASSES.filter((one) => role.classes.includes(one));
  return { id: role.id, ko: role.label.ko, en: role.label.en, permissions, classes };
}

interface ChecksProps<T extends string> {
  readonly legend: string;
  readonly all: readonly T[];
  readonly names: Readonly<Record<T, string>>;
  readonly chosen: readonly T[];
  readonly onChange: (chosen: readonly T[]) => void;
}

function Checks<T extends string>({ legend, all, names, chosen, onChange }: ChecksProps<T>) {
  return (
    <fieldset className="account-checks">
      <legend>{legend}</legend>
      {all.map((one) => (
        <label key={one} className="check">
          <input
            type="checkbox"
            checked={chosen.includes(one)}
            // In the order of the list, however they were chosen.
            onChange={(event) =>
              onChange(all.filter((other) => (other === one ? event.target.checked : chosen.includes(other))))
            }
          />
          {names[one]}
        </label>
      ))}
    </fieldset>
  );
}
