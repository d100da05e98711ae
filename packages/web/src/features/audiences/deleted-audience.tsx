import type { AudienceVersions } from '@silhouette/model';
import { useMay, useTimeZone } from '../../api/accounts.ts';
import { formatAgo, useNow } from '../../i18n/format-ago.ts';
import { useLanguage } from '../../i18n/language.ts';
import { Button } from '../../ui/button.tsx';
import { Sentence } from '../../ui/sentence.tsx';
import { useRestore } from './use-restore.ts';
import { VersionSection } from './version-section.tsx';

interface DeletedAudienceProps {
  readonly id: string;
  readonly versions: AudienceVersions['versions'];
  readonly deleted: NonNullable<AudienceVersions['deleted']>;
}

/** The page of an audience that was deleted: by whom and when, every version of it, and how to take it back. */
export function DeletedAudience({ id, versions, deleted }: DeletedAudienceProps) {
  const { t, lang } = useLanguage();
  const nowMs = useNow();
  const timeZone = useTimeZone();
  const maySave = useMay('audience.save');
  const restore = useRestore(id);
  const last = versions[0];
  const texts = t.audiences.deleted;
  return (
    <>
      <header className="audience-head">
        <div className="audience-head-main">
          <h1 className="content-title">{last?.name ?? id}</h1>
          <p className="hint mono">{id}</p>
          <p role="status">
            {texts.by(formatAgo(deleted.at, nowMs, lang, timeZone), deleted.by)} {texts.kept}
          </p>
          {last?.sentence == null ? null : (
            <p className="audience-sentence">
              <Sentence text={last.sentence[lang]} />
            </p>
          )}
          {maySave ? (
            <div className="audience-head-tools">
              <Button look="primary" disabled={restore.isPending} onClick={() => restore.mutate()}>
                {texts.restore}
              </Button>
            </div>
          ) : null}
        </div>
      </header>
      <VersionSection id={id} />
    </>
  );
}
