import type { ExploreAnswer, Note } from '@silhouette/model';
import { useRef } from 'react';
import { useMay } from '../../../api/accounts.ts';
import { useLanguage } from '../../../i18n/language.ts';
import { Icon } from '../../../ui/icon.tsx';
import { Sentence } from '../../../ui/sentence.tsx';
import { useExploreStore } from '../explore-store.ts';
import { NoteList } from '../note-list.tsx';
import { AudienceBar } from '../saved/audience-bar.tsx';
import { LargeNotice } from '../saved/large-notice.tsx';
import { GroupBody, ModeSwitch } from './group-card.tsx';
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
  const tree = useExploreStore((state) => state.tree);
  const section = useRef<HTMLElement>(null);
  useKeptFocus(section, tree);
  const sentence = answer?.sentence[lang] ?? t.loading;
  const isExact = useMay('small-groups.see');
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
          <Sentence text={sentence} />
        </p>
      </div>
      {notes.length === 0 ? null : (
        <details className="notes">
          <summary>
            <Icon name="info" size={14} /> {t.definition.noteCount(notes.length)}
          </summary>
          <NoteList notes={notes} />
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
          <p>{isExact ? t.definition.emptyText : t.definition.emptyTextRounded}</p>
        </div>
      ) : null}
      <GroupBody group={tree} base={answer?.base ?? null} />
    </section>
  );
}
