import { PERMISSIONS, type Permission, PRIVACY_CLASSES, type PrivacyClass, type RoleAnswer } from '@silhouette/model';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { accountsApi } from '../../api/accounts.ts';
import { useLanguage } from '../../i18n/language.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { showToast } from '../../ui/toast.tsx';
import { describeAccountFailure } from '../account/describe-account-failure.ts';
import { TextField } from '../account/text-field.tsx';

/** Makes a role, or changes one: a change holds at once for everybody who has it. */
export function RoleDialog({ role, onClose }: { readonly role: RoleAnswer | null; readonly onClose: () => void }) {
  const { t, lang } = useLanguage();
  const texts = t.accounts;
  const client = useQueryClient();
  const [id, setId] = useState(role?.id ?? '');
  const [ko, setKo] = useState(role?.label.ko ?? '');
  const [en, setEn] = useState(role?.label.en ?? '');
  const [permissions, setPermissions] = useState<readonly Permission[]>(role?.permissions ?? []);
  const [classes, setClasses] = useState<readonly PrivacyClass[]>(role?.classes ?? ['public', 'internal']);
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
      <form
        className="account-form"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        {role === null ? (
          <TextField label={texts.roleId} hint={texts.roleIdHint} required data-first="" value={id} onText={setId} />
        ) : null}
        <TextField label={texts.roleKo} required maxLength={60} value={ko} onText={setKo} />
        <TextField label={texts.roleEn} required maxLength={60} value={en} onText={setEn} />
        <Checks
          legend={texts.rolePermissions}
          all={PERMISSIONS}
          names={texts.permissions}
          chosen={permissions}
          onChange={setPermissions}
        />
        <Checks legend={texts.roleClasses} all={PRIVACY_CLASSES} names={texts.classes} chosen={classes} onChange={setClasses} />
        {save.isError ? (
          <p className="field-problem" role="alert">
            {describeAccountFailure(save.error, t)}
          </p>
        ) : null}
        <div className="dialog-foot">
          <Button onClick={onClose}>{t.cancel}</Button>
          <Button look="primary" type="submit" disabled={save.isPending}>
            {texts.save}
          </Button>
        </div>
      </form>
    </Dialog>
  );
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
