import { Suspense, useMemo, useState } from 'react';
import { pinTo, type Question } from '../../api/queries.ts';
import { ApiError } from '../../api/request-json.ts';
import { makeLazyPage } from '../../app/lazy-page.tsx';
import { useLanguage } from '../../i18n/language.ts';
import { Drawer } from '../../ui/drawer.tsx';
import { DefinitionPane } from './cards/definition-pane.tsx';
import { CatalogPane } from './catalog/catalog-pane.tsx';
import { toDefinition } from './definition/to-definition.ts';
import type { NodeId } from './definition/tree.ts';
import { DragArea } from './drag/drag-area.tsx';
import type { OpenedDrawer } from './drawers/explore-drawers.tsx';
import { NodeFactsContext, type NodeNumbers, SnapshotContext, useLookup } from './explore-context.ts';
import { useExploreStore } from './explore-store.ts';
import { GroupPane } from './group/group-pane.tsx';
import { loadDrawers } from './load-later.ts';
import { readNodeIssues, readNodeNumbers } from './read-node-facts.ts';
import { useAnswers } from './use-answers.ts';

const ExploreDrawers = makeLazyPage(loadDrawers);

const NO_NUMBERS: ReadonlyMap<NodeId, NodeNumbers> = new Map();

/** The three columns, and the one question they are about. */
export function ExploreWorkspace() {
  const { t } = useLanguage();
  const { attributeById } = useLookup();
  const { tree, asOf, snapshot, panels, announcement } = useExploreStore();
  const [open, setOpen] = useState<OpenedDrawer | 'catalog' | 'search' | null>(null);
  const drawer = open === 'catalog' || open === 'search' ? null : open;
  // From then on it stays, so that it can be seen to close.
  const [wasOpened, setWasOpened] = useState(false);
  if (drawer !== null && !wasOpened) setWasOpened(true);
  const written = useMemo(() => toDefinition(tree), [tree]);
  // Edits that change nothing asked (a card opened, an unfinished one added) keep the question as it is.
  const text = JSON.stringify(written.definition);
  const question = useMemo<Question>(() => ({ audience: JSON.parse(text), asOf, snapshot }), [text, asOf, snapshot]);
  // Their order is the page's: another order asks nothing new.
  // One that the data have no more, as in an old link, is not asked for.
  const panelIds = useMemo(
    () => (panels === null ? null : panels.filter((id) => attributeById.has(id)).sort()),
    [panels, attributeById],
  );
  const answers = useAnswers(question, panelIds);
  const { count, explain } = answers;
  const asked = pinTo(answers.asked, answers.snapshot);
  const issues = count.error instanceof ApiError ? count.error.issues : [];
  const fresh = useMemo(
    () => (explain.isStale || explain.answer === undefined ? undefined : readNodeNumbers(written, explain.answer)),
    [explain.isStale, explain.answer, written],
  );
  // While the next answer is on its way cards keep the numbers they had.
  const [numbers, setNumbers] = useState(NO_NUMBERS);
  if (fresh !== undefined && fresh !== numbers) setNumbers(fresh);
  const facts = {
    numbers: fresh ?? numbers,
    issues: readNodeIssues(written, issues),
    unfinished: written.unfinished,
    isStale: explain.isStale,
  };
  return (
    <SnapshotContext.Provider value={answers.snapshot}>
      <NodeFactsContext.Provider value={facts}>
        <DragArea>
          <main className="workspace">
            <h1 className="visually-hidden">{t.shell.page.explore}</h1>
            <aside className="column column-catalog" aria-label={t.catalog.title}>
              <CatalogPane onSearchElsewhere={() => setOpen('search')} />
            </aside>
            <div className="column column-definition">
              <DefinitionPane
                answer={count.answer}
                notes={(answers.panels.isStale ? count.answer : answers.panels.answer)?.notes ?? []}
                isStale={count.isStale}
                onOpenCatalog={() => setOpen('catalog')}
              />
            </div>
            <div className="column column-group">
              <GroupPane
                answers={answers}
                panelIds={panelIds}
                onExplain={() => setOpen('explain')}
                onMembers={() => setOpen('members')}
                onExport={() => setOpen('export')}
                onWhy={() => setOpen('why')}
              />
            </div>
          </main>
          <p className="visually-hidden" role="status">
            {announcement}
          </p>
          {wasOpened ? (
            <Suspense fallback={null}>
              <ExploreDrawers open={drawer} onOpen={setOpen} answers={answers} asked={asked} />
            </Suspense>
          ) : null}
          <Drawer
            title={t.catalog.open}
            side="left"
            isOpen={open === 'catalog' || open === 'search'}
            onClose={() => setOpen(null)}
          >
            <CatalogPane onAdded={() => setOpen(null)} searchFirst={open === 'search'} />
          </Drawer>
        </DragArea>
      </NodeFactsContext.Provider>
    </SnapshotContext.Provider>
  );
}
