import type { OneTimeLink } from '@silhouette/model';
import { useTimeZone } from '../../api/accounts.ts';
import { formatInstant } from '../../i18n/format.ts';
import { useLanguage } from '../../i18n/language.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Dialog } from '../../ui/dialog.tsx';

/** A link that is shown this once, to hand on. */
export function LinkDialog({ link, onClose }: { readonly link: OneTimeLink; readonly onClose: () => void }) {
  const { t, lang } = useLanguage();
  const timeZone = useTimeZone();
  return (
    <Dialog title={t.accounts.linkTitle} isOpen onClose={onClose}>
      <p>{t.accounts.linkText(formatInstant(link.expiresAt, timeZone, lang))}</p>
      <code className="secret">{link.url}</code>
      <div className="dialog-foot">
        <Button onClick={onClose}>{t.close}</Button>
        <CopyButton className="button button-primary" label={t.accounts.copyLink} read={() => link.url} />
      </div>
    </Dialog>
  );
}
