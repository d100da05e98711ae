import type { WhyAnswer } from '@silhouette/model';
import { type FormEvent, useEffect, useState } from 'react';
import { type Question, useWhy } from '../../../api/queries.ts';
import { describeFailure } from '../../../app/describe-failure.ts';
import { ErrorNotice } from '../../../app/error-notice.tsx';
import { useLanguage } from '../../../i18n/language.ts';
import { Drawer } from '../../../ui/drawer.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { Sentence } from '../../../ui/sentence.tsx';
import { isPersonalKey, usePersonalView, usePurpose } from '../../purpose/purpose.ts';
import { useLookup } from '../explore-context.ts';
import { NoteList } from '../note-list.tsx';
import { WhyTree } from './why-tree.tsx';

interface WhyDrawerProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly question: Question;
  /** The key asked about; empty: none yet. */
  readonly customer: string;
  readonly onCustomer: (customer: string) => void;
  readonly onMembers: () => void;
}

/** Why one customer is in the group or is not: every condition's verdict, and the smallest change that flips it. */
export function WhyDrawer({ isOpen, onClose, ...rest }: WhyDrawerProps) {
  const { t } = useLanguage();
  return (
    <Drawer title={t.exploring.why.title} isOpen={isOpen} onClose={onClose}>
      {isOpen ? <WhyBody {...rest} /> : null}
    </Drawer>
  );
}

function WhyBody({ question, customer, onCustomer, onMembers }: Omit<WhyDrawerProps, 'isOpen' | 'onClose'>) {
  const { t } = useLanguage();
  const { catalog } = useLookup();
  const [typed, setTyped] = useState(customer);
  useEffect(() => setTyped(customer), [customer]);
  // Where keys are personal, what is shown of members is a pseudonym until a purpose is told: so it is here.
  const { purpose } = usePurpose();
  const { maySee } = usePersonalView();
  const why = useWhy(question, customer, isPersonalKey(catalog) && maySee ? purpose : null);
  const texts = t.exploring.why;
  const ask = (event: FormEvent) => {
    event.preventDefault();
    onCustomer(typed.trim());
  };
  return (
    <div className="why">
      <form className="why-form" onSubmit={ask}>
        <label className="field grow">
          <span className="field-label">{texts.key(catalog.key)}</span>
          <input
            className="input"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            autoComplete="off"
            spellCheck={false}
          />
        </label>
        <button type="submit" className="button button-primary" disabled={typed.trim() === ''}>
          {texts.ask}
        </button>
        <button type="button" className="button" onClick={onMembers}>
          <Icon name="people" size={14} /> {texts.members}
        </button>
      </form>
      {customer === '' ? <p className="hint">{texts.hint}</p> : null}
      {why.isError ? (
        <ErrorNotice {...describeFailure(why.error, t)} action={{ label: t.retry, run: () => void why.refetch() }} />
      ) : null}
      {customer !== '' && why.isPending ? <p className="hint">{texts.loading}</p> : null}
      {why.data === undefined ? null : <Verdict answer={why.data} />}
      <p className="visually-hidden" role="status">
        {why.data === undefined ? '' : nameVerdict(why.data, texts)}
      </p>
    </div>
  );
}

function Verdict({ answer }: { readonly answer: WhyAnswer }) {
  const { t, lang } = useLanguage();
  const texts = t.exploring.why;
  return (
    <>
      <div className={answer.member ? 'why-verdict is-member' : 'why-verdict'}>
        <Icon name={answer.member ? 'check' : 'close'} size={18} />
        <div>
          <p className="why-says">{nameVerdict(answer, texts)}</p>
          <p className="hint">
            <Sentence text={answer.sentence[lang]} />
          </p>
        </div>
      </div>
      {answer.nodes.length === 0 ? null : (
        <section>
          <h3>{texts.conditions}</h3>
          <WhyTree nodes={answer.nodes} />
        </section>
      )}
      {answer.known && answer.inBase ? (
        <section>
          <h3>{answer.member ? texts.toLeave : texts.toJoin}</h3>
          {answer.flip === null ? (
            <p className="hint">{texts.noChange}</p>
          ) : (
            <>
              {answer.flip.leaves.length > 1 ? <p className="hint">{texts.together(answer.flip.leaves.length)}</p> : null}
              <ul className="why-changes">
                {answer.flip.leaves.map((leaf) => (
                  <li key={leaf.path}>
                    <Sentence text={leaf.sentence[lang]} />
                  </li>
                ))}
              </ul>
            </>
          )}
        </section>
      ) : null}
      {answer.notes.length === 0 ? null : (
        <div className="why-notes">
          <NoteList notes={answer.notes} />
        </div>
      )}
    </>
  );
}

function nameVerdict(answer: WhyAnswer, texts: ReturnType<typeof useLanguage>['t']['exploring']['why']): string {
  if (!answer.known) return texts.unknown(answer.customer);
  if (!answer.inBase) return texts.notYet(answer.customer);
  return answer.member ? texts.isIn(answer.customer) : texts.isOut(answer.customer);
}
