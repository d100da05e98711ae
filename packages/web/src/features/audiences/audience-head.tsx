import type { SavedAudience } from '@silhouette/model';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { useMay, useTimeZone } from '../../api/accounts.ts';
import { referTo, useAudienceSize } from '../../api/audiences.ts';
import { useCatalog } from '../../api/queries.ts';
import { describeFailure } from '../../app/describe-failure.ts';
import { HeaderTools } from '../../app/header-tools.tsx';
import { PATHS, writeAudiencePath } from '../../app/routes.ts';
import { describeAsOf } from '../../i18n/describe-as-of.ts';
import { formatCount, formatShare } from '../../i18n/format.ts';
import { formatAgo, useNow } from '../../i18n/format-ago.ts';
import { useLanguage } from '../../i18n/language.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu, MenuItem, MenuLine } from '../../ui/menu.tsx';
import { Sentence } from '../../ui/sentence.tsx';
import { useDelayed } from '../../ui/use-delayed.ts';
import { chooseColumns } from '../explore/drawers/choose-columns.ts';
import { ExportDialog } from '../exports/export-dialog.tsx';
import { ExportsDrawer } from '../exports/exports-drawer.tsx';
import { DeleteDialog } from './delete-dialog.tsx';
import { explainUnreadable } from './explain-unreadable.ts';
import { writeExploreLink } from './explore-link.ts';
import { SaveDialog } from './save-dialog.tsx';
import { useDuplicate } from './use-duplicate.ts';

/** What an audience is and how large it is now, and what can be done with it. */
export function AudienceHead({ audience }: { readonly audience: SavedAudience }) {
  const { t, lang } = useLanguage();
  const [, navigate] = useLocation();
  const [open, setOpen] = useState<'edit' | 'delete' | 'export' | null>(null);
  // What is edited is the version that stood when the dialog opened, so that a change meanwhile is noticed.
  const [edited, setEdited] = useState(audience);
  const duplicate = useDuplicate();
  const maySave = useMay('audience.save');
  const mayExport = useMay('members.export');
  const catalog = useCatalog(false).data;
  const isReadable = audience.sentence !== null;
  const size = useAudienceSize(audience.id, audience.version, isReadable).data;
  const nowMs = useNow();
  const timeZone = useTimeZone();
  const { id, version, name } = audience;
  const unreadable = explainUnreadable(audience, t);
  const link = writeExploreLink(audience.definition, { id, version });
  const texts = t.audiences;
  const close = () => setOpen(null);
  return (
    <header className="audience-head">
      {/* Where a file that was asked for here is fetched. */}
      <HeaderTools>{mayExport ? <ExportsDrawer /> : null}</HeaderTools>
      <div className="audience-head-main">
        <h1 className="content-title">{name}</h1>
        <p className="hint">
          <span className="mono">{id}</span> · {texts.version(version)},{' '}
          {texts.savedBy(formatAgo(audience.updatedAt, nowMs, lang, timeZone), audience.updatedBy)} ·{' '}
          {texts.page.created(formatAgo(audience.createdAt, nowMs, lang, timeZone), audience.createdBy)}
        </p>
        {audience.sentence === null ? (
          <div className="notice notice-error">
            <div className="notice-body">
              <p className="notice-title">{unreadable.title}</p>
              <ul className="conflict-list">
                {unreadable.reasons.map((reason) => (
                  <li key={reason}>{reason}</li>
                ))}
              </ul>
            </div>
          </div>
        ) : (
          <p className="audience-sentence">
            <Sentence text={audience.sentence[lang]} />
          </p>
        )}
        {audience.description === null ? null : <p className="audience-description">{audience.description}</p>}
        {audience.tags.length === 0 ? null : (
          <ul className="plain-list library-tags" aria-label={texts.library.tags}>
            {audience.tags.map((tag) => (
              <li key={tag} className="tag">
                {tag}
              </li>
            ))}
          </ul>
        )}
        <div className="audience-head-tools">
          {link === null ? (
            <p className="hint">{texts.notShown}</p>
          ) : (
            <Link className="button button-primary" href={link}>
              {texts.open}
            </Link>
          )}
          {mayExport && isReadable ? (
            <Button icon="download" disabled={size === undefined} onClick={() => setOpen('export')}>
              {texts.page.export}
            </Button>
          ) : null}
          {maySave ? (
            <>
              <Button
                onClick={() => {
                  setEdited(audience);
                  setOpen('edit');
                }}
              >
                {texts.page.edit}
              </Button>
              <Menu trigger={<IconButton icon="more" label={texts.actions(name)} />}>
                <MenuItem onSelect={() => duplicate(audience)}>{texts.duplicate}</MenuItem>
                <MenuLine />
                <MenuItem onSelect={() => setOpen('delete')}>{texts.delete}</MenuItem>
              </Menu>
            </>
          ) : null}
        </div>
      </div>
      {audience.sentence === null ? null : <SizeNow audience={audience} />}
      {open === 'edit' ? (
        <SaveDialog
          request={{ kind: 'change', before: edited, definition: null }}
          left={0}
          canUndo={false}
          onClose={close}
          onSaved={(saved) => {
            close();
            if (saved.id !== id) navigate(writeAudiencePath(saved.id));
          }}
          onOpenTheirs={close}
        />
      ) : null}
      {open === 'export' && catalog !== undefined && size !== undefined ? (
        <ExportDialog
          isOpen
          onClose={close}
          catalog={catalog}
          // What is exported is what the number here was counted of.
          question={{ audience: referTo(id, version), asOf: size.asOf, snapshot: size.snapshot }}
          audience={{ id, version, name }}
          count={size.count}
          columns={chooseColumns(catalog)}
        />
      ) : null}
      {open === 'delete' ? (
        <DeleteDialog audience={audience} onClose={close} onDeleted={() => navigate(PATHS.audiences)} />
      ) : null}
    </header>
  );
}

function SizeNow({ audience }: { readonly audience: SavedAudience }) {
  const { t, lang } = useLanguage();
  const timeZone = useTimeZone();
  const size = useAudienceSize(audience.id, audience.version);
  const isSlow = useDelayed(size.isPending);
  const texts = t.audiences;
  if (size.data === undefined) {
    return (
      <div className="audience-size" aria-busy={size.isPending}>
        <p className={size.isError ? 'field-problem' : 'hint'} role={size.isError ? 'alert' : undefined}>
          {size.isError ? describeFailure(size.error, t).title : isSlow ? texts.library.counting : ' '}
        </p>
      </div>
    );
  }
  const { count, share, base, asOf } = size.data;
  return (
    <div className="audience-size" data-testid="size-now">
      <p className="visually-hidden">{texts.library.sizeNow}</p>
      <p className="audience-size-figure">
        <span className="audience-size-number">{formatCount(count, lang)}</span> {t.group.customers(count)}
      </p>
      <p className="hint">{texts.page.of(formatShare(share, lang), formatCount(base, lang))}</p>
      <p className="hint">{describeAsOf(asOf, timeZone, { t, lang })}</p>
    </div>
  );
}
