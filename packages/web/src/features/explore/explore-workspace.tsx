import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { type Question, useExplain, useExplore } from '../../api/queries.ts';
import { ApiError } from '../../api/request-json.ts';
import { useLanguage } from '../../i18n/language.ts';
import { Drawer } from '../../ui/drawer.tsx';
import { useThrottled } from '../../ui/use-throttled.ts';
import { DefinitionPane } from './cards/definition-pane.tsx';
import { CatalogPane } from './catalog/catalog-pane.tsx';
import { toDefinition } from './definition/to-definition.ts';
import type { NodeId } from './definition/tree.ts';
import { ExplainDrawer } from './drawers/explain-drawer.tsx';
import { MembersDrawer } from './drawers/members-drawer.tsx';
import { NodeFactsContext, type NodeNumbers, useLookup } from './explore-context.ts';
import { useExploreStore } from './explore-store.ts';
import { GroupPane } from './group/group-pane.tsx';
import { readNodeIssues, readNodeNumbers } from './read-node-facts.ts';

/** Least time between two questions while a handle is dragged. */
const ASK_INTERVAL_MS = 80;
const NO_NUMBERS: ReadonlyMap<NodeId, NodeNumbers> = new Map();

/** The three columns, and the one question they are about. */
export function ExploreWorkspace() {
  const { t } = useLanguage();
  const { tree, asOf, snapshot, panels, announcement } = useExploreStore();
  const [open, setOpen] = useState<'explain' | 'members' | 'catalog' | null>(null);
  const written = useMemo(() => toDefinition(tree), [tree]);
  // Edits that change nothing asked (a card opened, an unfinished one added) keep the question as it is.
  const text = JSON.stringify(written.definition);
  const question = useMemo<Question>(() => ({ audience: JSON.parse(text), asOf, snapshot }), [text, asOf, snapshot]);
  const asked = useThrottled(question, ASK_INTERVAL_MS);
  const explore = useExplore(asked, panels);
  const explain = useExplain(asked, explore.error === null);
  useFreshCatalog(snapshot === null ? explore.data?.snapshot : undefined);
  const isBehind = asked !== question;
  const isStale = isBehind || explore.isPlaceholderData || explore.isError;
  const isExplainStale = isBehind || explain.isPlaceholderData || explain.isError;
  const issues = explore.error instanceof ApiError && !isBehind ? explore.error.issues : [];
  const fresh = useMemo(
    () => (isExplainStale || explain.data === undefined ? undefined : readNodeNumbers(written, explain.data)),
    [isExplainStale, explain.data, written],
  );
  // While the next answer is on its way cards keep the numbers they had.
  const numbers = useLast(fresh) ?? NO_NUMBERS;
  const facts = { numbers, issues: readNodeIssues(written, issues), unfinished: written.unfinished, isStale: isExplainStale };
  const lastAnswer = useLast(explore.data);
  return (
    <NodeFactsContext.Provider value={facts}>
      <main className="workspace">
        <h1 className="visually-hidden">{t.shell.page.explore}</h1>
        <aside className="column column-catalog" aria-label={t.catalog.title}>
          <CatalogPane />
        </aside>
        <div className="column column-definition">
          <DefinitionPane answer={lastAnswer} isStale={isStale} onOpenCatalog={() => setOpen('catalog')} />
        </div>
        <div className="column column-group">
          <GroupPane
            question={asked}
            answer={lastAnswer}
            error={isBehind ? null : explore.error}
            isStale={isStale}
            onRetry={() => explore.refetch()}
            onExplain={() => setOpen('explain')}
            onMembers={() => setOpen('members')}
          />
        </div>
      </main>
      <p className="visually-hidden" role="status">
        {announcement}
      </p>
      <ExplainDrawer
        isOpen={open === 'explain'}
        onClose={() => setOpen(null)}
        answer={explain.data}
        error={explain.error}
        isStale={isExplainStale}
      />
      <MembersDrawer isOpen={open === 'members'} onClose={() => setOpen(null)} question={asked} />
      <Drawer title={t.catalog.open} side="left" isOpen={open === 'catalog'} onClose={() => setOpen(null)}>
        <CatalogPane onAdded={() => setOpen(null)} />
      </Drawer>
    </NodeFactsContext.Provider>
  );
}

/** The last value that was there: a question that failed leaves the answer before it in sight. */
function useLast<T>(value: T | undefined): T | undefined {
  const [last, setLast] = useState(value);
  if (value !== undefined && value !== last) setLast(value);
  return value ?? last;
}

/** After a load the answers come from a new snapshot: what can be asked, and the values, are then asked anew. */
function useFreshCatalog(answeredSnapshot: string | undefined): void {
  const client = useQueryClient();
  const { catalog } = useLookup();
  useEffect(() => {
    if (answeredSnapshot === undefined || answeredSnapshot === catalog.snapshot) return;
    for (const key of ['catalog', 'values', 'value-search']) void client.invalidateQueries({ queryKey: [key] });
  }, [answeredSnapshot, catalog.snapshot, client]);
}
