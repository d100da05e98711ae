import type { SavedAudience } from '@silhouette/model';
import { Link } from 'wouter';
import { useMay } from '../../api/accounts.ts';
import { writeAudiencePath } from '../../app/routes.ts';
import { formatAgo } from '../../i18n/format-ago.ts';
import { useLanguage } from '../../i18n/language.ts';
import { Button } from '../../ui/button.tsx';
import { explainUnreadable } from './explain-unreadable.ts';
import { useRestore } from './use-restore.ts';

interface DeletedRowProps {
  readonly audience: SavedAudience;
  readonly nowMs: number;
  readonly timeZone: string;
}

/** One deleted audience: what it said, who deleted it; its versions can be read, and it can be taken back. */
export function DeletedRow({ audience, nowMs, timeZone }: DeletedRowProps) {
  const { t, lang } = useLanguage();
  const { id, name, deleted } = audience;
  const { title, reasons } = explainUnreadable(audience, t);
  const restore = useRestore(id);
  const maySave = useMay('audience.save');
  const texts = t.audiences.deleted;
  return (
    <li className="library-row deleted-row" data-audience={id}>
      <div className="library-main">
        <h2 className="library-name">
          <Link href={writeAudiencePath(id)}>{name}</Link> <span className="hint mono">{id}</span>
        </h2>
        <p className="library-sentence">{audience.sentence?.[lang] ?? [title, ...reasons.slice(0, 1)].join(' ')}</p>
        {deleted === null ? null : <p className="hint">{texts.by(formatAgo(deleted.at, nowMs, lang, timeZone), deleted.by)}</p>}
      </div>
      {maySave ? (
        <Button aria-label={texts.restoreAria(name)} disabled={restore.isPending} onClick={() => restore.mutate()}>
          {texts.restore}
        </Button>
      ) : null}
    </li>
  );
}
