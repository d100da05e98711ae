import type { SavedAudience } from '@silhouette/model';
import { Suspense, useEffect, useRef, useState } from 'react';
import { Link } from 'wouter';
import { useMay, useTimeZone } from '../../../api/accounts.ts';
import { makeLazyPage } from '../../../app/lazy-page.tsx';
import { writeAudiencePath } from '../../../app/routes.ts';
import { formatAgo, useNow } from '../../../i18n/format-ago.ts';
import { useLanguage } from '../../../i18n/language.ts';
import { Button } from '../../../ui/button.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { Menu, MenuItem, MenuLine } from '../../../ui/menu.tsx';
import { readTree } from '../../audiences/explore-link.ts';
import type { SaveRequest } from '../../audiences/save-dialog.tsx';
import { useExploreStore } from '../explore-store.ts';
import { loadSaveDialog } from '../load-later.ts';
import { type OpenedState, useCurrentDefinition, useOpenedAudience } from './use-opened-audience.ts';
import './audience-bar.css';

const SaveDialog = makeLazyPage(loadSaveDialog);

/** Whether what is explored is kept: as which audience, by whom and when, what has changed since; and how to keep it. */
export function AudienceBar() {
  const { t } = useLanguage();
  const state = useOpenedAudience();
  const { definition, left } = useCurrentDefinition();
  const { tree, markSaved, openDefinition, asOf, snapshot } = useExploreStore();
  const maySave = useMay('audience.save');
  // With the tree that is saved: whatever the page holds by then.
  const [saving, setSaving] = useState<{ readonly request: SaveRequest; readonly tree: typeof tree } | null>(null);
  const begin = (request: SaveRequest) => setSaving({ request, tree });
  const end = () => setSaving(null);
  const texts = t.audiences;
  const saveNew = () => {
    const like = state?.base ?? state?.newest ?? null;
    const name = like === null || state?.missing === 'audience' ? (like?.name ?? '') : texts.copyOf(like.name);
    begin({ kind: 'new', definition, like: like === null ? null : { ...like, name } });
  };
  const save = () => {
    if (!maySave) return;
    if (state === null || state.missing === 'audience') saveNew();
    else if (state.isChanged !== false && state.base !== undefined) begin({ kind: 'change', before: state.base, definition });
  };
  useSaveKey(save);
  const openSaved = (saved: Pick<SavedAudience, 'id' | 'version' | 'definition'>) => {
    const tree = readTree(saved.definition);
    if (tree !== null) openDefinition(tree, { id: saved.id, version: saved.version });
  };
  return (
    <section className="audience-bar" aria-label={texts.bar.label}>
      {state === null ? (
        <>
          <p className="audience-bar-state">{texts.bar.none}</p>
          {maySave ? (
            <Button title={texts.save.saveHint} onClick={saveNew}>
              {texts.save.save}
            </Button>
          ) : null}
        </>
      ) : (
        <OpenedBar state={state} onSave={save} onSaveNew={saveNew} onOpen={openSaved} />
      )}
      {saving === null ? null : (
        <Suspense fallback={null}>
          <SaveDialog
            request={saving.request}
            left={left}
            canUndo
            isElsewhen={asOf !== null || snapshot !== null}
            onClose={end}
            onSaved={(saved) => {
              end();
              markSaved({ id: saved.id, version: saved.version }, saving.tree);
            }}
            onOpenTheirs={(theirs) => {
              end();
              openSaved(theirs);
            }}
          />
        </Suspense>
      )}
    </section>
  );
}

interface OpenedBarProps {
  readonly state: OpenedState;
  readonly onSave: () => void;
  readonly onSaveNew: () => void;
  readonly onOpen: (saved: Pick<SavedAudience, 'id' | 'version' | 'definition'>) => void;
}

function OpenedBar({ state, onSave, onSaveNew, onOpen }: OpenedBarProps) {
  const { t, lang } = useLanguage();
  const nowMs = useNow();
  const timeZone = useTimeZone();
  const { openDefinition, asOf, snapshot } = useExploreStore();
  const { opened, base, newest, missing, isChanged } = state;
  const texts = t.audiences.bar;
  const leave = () => openDefinition(useExploreStore.getState().tree, null);
  const page = writeAudiencePath(opened.id);
  if (missing !== null) {
    return (
      <>
        <p className="audience-bar-state is-problem" role="alert">
          {missing === 'audience' ? texts.deleted(opened.id) : texts.missingVersion(opened.id, opened.version)}
        </p>
        <Button onClick={onSaveNew}>{t.audiences.save.asNew}</Button>
        <Button look="quiet" onClick={leave}>
          {texts.leave}
        </Button>
      </>
    );
  }
  const isOlder = newest !== undefined && newest.version > opened.version;
  return (
    <>
      <p className="audience-bar-state">
        <Link className="audience-bar-name" href={page}>
          {newest?.name ?? base?.name ?? opened.id}
        </Link>{' '}
        <span className="audience-bar-when">
          {t.audiences.version(opened.version)}
          {base === undefined ? '' : `, ${t.audiences.savedBy(formatAgo(base.savedAt, nowMs, lang, timeZone), base.savedBy)}`}
        </span>
        {isChanged === true ? (
          <span className="badge badge-changed" title={texts.changedHint}>
            {texts.changed}
          </span>
        ) : null}
        {asOf === null && snapshot === null ? null : (
          <span className="audience-bar-when" title={texts.elsewhenHint}>
            {' '}
            · {texts.elsewhen}
          </span>
        )}
      </p>
      {isChanged === false ? null : (
        <Button look="primary" disabled={base === undefined} onClick={onSave}>
          {texts.save}
        </Button>
      )}
      <Menu trigger={<IconButton icon="more" label={texts.more} />}>
        <MenuItem onSelect={onSaveNew}>{t.audiences.save.asNew}</MenuItem>
        {isChanged === false || base === undefined ? null : <MenuItem onSelect={() => onOpen(base)}>{texts.revert}</MenuItem>}
        <MenuLine />
        <MenuItem onSelect={leave}>{texts.leave}</MenuItem>
      </Menu>
      {isOlder ? (
        <p className="audience-bar-newer" role="status">
          {texts.newer(newest.updatedBy, formatAgo(newest.updatedAt, nowMs, lang, timeZone), newest.version)}{' '}
          <button type="button" className="link-button" onClick={() => onOpen(newest)}>
            {texts.see}
          </button>
        </p>
      ) : null}
    </>
  );
}

/** Ctrl or Cmd with S saves, from wherever the focus is, but not while something is over the page. */
function useSaveKey(save: () => void): void {
  const latest = useRef(save);
  latest.current = save;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey || event.key.toLowerCase() !== 's') return;
      event.preventDefault();
      if (document.querySelector('[role=dialog]') === null) latest.current();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
}
