import { useState } from 'react';
import type { Question } from '../../../api/queries.ts';
import { useLookup } from '../explore-context.ts';
import { ExploreExport } from '../saved/explore-export.tsx';
import type { Answers } from '../use-answers.ts';
import { chooseColumns } from './choose-columns.ts';
import { ExplainDrawer } from './explain-drawer.tsx';
import { MembersDrawer } from './members-drawer.tsx';
import { WhyDrawer } from './why-drawer.tsx';

/** What can be opened over the page about its question. */
export type OpenedDrawer = 'explain' | 'members' | 'export' | 'why';

interface ExploreDrawersProps {
  /** Null: none is open. */
  readonly open: OpenedDrawer | null;
  readonly onOpen: (drawer: OpenedDrawer | null) => void;
  readonly answers: Answers;
  /** The question whose number is asked, at the snapshot of the page. */
  readonly asked: Question;
}

/** The drawers about the page's question: not needed for its first number, so their code is a chunk of its own. */
export function ExploreDrawers({ open, onOpen, answers, asked }: ExploreDrawersProps) {
  const { catalog } = useLookup();
  const { count, explain } = answers;
  const [whyKey, setWhyKey] = useState('');
  const close = () => onOpen(null);
  return (
    <>
      <ExplainDrawer
        isOpen={open === 'explain'}
        onClose={close}
        answer={explain.answer}
        error={explain.error}
        isStale={explain.isStale}
        onRetry={answers.retry}
      />
      <MembersDrawer
        isOpen={open === 'members'}
        onClose={close}
        question={asked}
        onExport={() => onOpen('export')}
        onWhy={(key) => {
          setWhyKey(key);
          onOpen('why');
        }}
      />
      <ExploreExport
        isOpen={open === 'export'}
        onClose={close}
        catalog={catalog}
        question={pinQuestion(asked, count)}
        count={count.answer?.count ?? 0}
        columns={open === 'export' ? chooseColumns(catalog) : []}
      />
      <WhyDrawer
        isOpen={open === 'why'}
        onClose={close}
        question={asked}
        customer={whyKey}
        onCustomer={setWhyKey}
        onMembers={() => onOpen('members')}
      />
    </>
  );
}

/** The question whose number is on the screen, as the number was counted; null while another is on its way. */
function pinQuestion(asked: Question, { answer, isStale }: Answers['count']): Question | null {
  return answer === undefined || isStale ? null : { ...asked, asOf: answer.asOf, snapshot: answer.snapshot };
}
