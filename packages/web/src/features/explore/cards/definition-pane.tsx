import { DragDropProvider } from '@dnd-kit/react';
import type { ExploreAnswer, Note } from '@silhouette/model';
import { useRef } from 'react';
import { useLanguage } from '../../../i18n/language.ts';
import { Icon } from '../../../ui/icon.tsx';
import { findNode, moveNode } from '../definition/edit-tree.ts';
import { chooseDragPlugins, DRAG_SENSORS } from '../drag-options.ts';
import { useLookup } from '../explore-context.ts';
import { useExploreStore } from '../explore-store.ts';
import { AudienceBar } from '../saved/audience-bar.tsx';
import { LargeNotice } from '../saved/large-notice.tsx';
import { GroupBody, ModeSwitch } from './group-card.tsx';
import { nameNode } from './node-name.ts';
import { useKeptFocus } from './use-kept-focus.ts';

interface DefinitionPaneProps {
  readonly answer: ExploreAnswer | undefined;
  readonly notes: readonly Note[];
  readonly isStale: boolean;
  readonly onOpenCatalog: () => void;
}

/** Letters from which a sentence may be higher than its box. */
const LONG_SENTENCE = 800;

/** The sentence, and below it the tree it tells of. */
export function DefinitionPane({ answer, notes, isStale, onOpenCatalog }: DefinitionPaneProps) {
  const { t, lang } = useLanguage();
  const lookup = useLookup();
  const tree = useExploreStore((state) => state.tree);
  const edit = useExploreStore((state) => state.edit);
  const section = useRef<HTMLElement>(null);
  useKeptFocus(section, tree);
  const sentence = answer?.sentence[lang] ?? t.loading;
  const isEmpty = tree.children.length === 0;
  return (
    <section ref={section} className="definition" aria-labelledby="definition-title">
      <h2 className="visually-hidden" id="definition-title">
        {t.definition.title}
      </h2>
      <AudienceBar />
      <LargeNotice />
      <div className="sentence-box" id="definition" tabIndex={-1}>
        {/* Where it is so long that it scrolls, keyboards must reach it. */}
        <p className={isStale ? 'sentence is-stale' : 'sentence'} tabIndex={sentence.length > LONG_SENTENCE ? 0 : undefined}>
          {sentence}
        </p>
      </div>
      {notes.length === 0 ? null : (
        <details className="notes">
          <summary>
            <Icon name="info" size={14} /> {t.definition.noteCount(notes.length)}
          </summary>
          <ul>
            {notes.map((note) => (
              <li key={`${note.code} ${note.message}`}>{note.message}</li>
            ))}
          </ul>
        </details>
      )}
      <div className="definition-tools">
        <ModeSwitch group={tree} />
        <button type="button" className="button only-narrow" onClick={onOpenCatalog}>
          <Icon name="plus" size={14} /> {t.catalog.open}
        </button>
      </div>
      {isEmpty ? (
        <div className="empty">
          <p className="empty-title">{t.definition.emptyTitle}</p>
          <p>{t.definition.emptyText}</p>
        </div>
      ) : null}
      <DragDropProvider
        sensors={DRAG_SENSORS}
        plugins={chooseDragPlugins}
        onDragEnd={(event) => {
          if (event.canceled) return;
          const { source, target } = event.operation;
          const data: { readonly groupId?: unknown; readonly index?: unknown } = target?.data ?? {};
          if (source === null || typeof data.groupId !== 'string' || typeof data.index !== 'number') return;
          const { groupId, index } = data;
          const moved = findNode(tree, String(source.id));
          const announce = moved === null ? '' : t.definition.moved(nameNode(moved, lookup, t, lang));
          edit((now) => moveNode(now, String(source.id), groupId, index), { announce });
        }}
      >
        <GroupBody group={tree} base={answer?.base ?? null} />
      </DragDropProvider>
    </section>
  );
}
