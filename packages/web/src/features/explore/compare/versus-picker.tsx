import { Popover } from 'radix-ui';
import { useState } from 'react';
import { referTo } from '../../../api/audiences.ts';
import { useLanguage } from '../../../i18n/language.ts';
import { AudienceChoice } from '../../audiences/audience-choice.tsx';
import { fromDefinition } from '../definition/from-definition.ts';
import { toDefinition } from '../definition/to-definition.ts';
import { useExploreStore } from '../explore-store.ts';
import { OriginalWords } from '../original-words.tsx';
import { type PastedAudience, readPastedAudience, type Versus } from './versus.ts';

/** Whom the group is compared with: everyone, everyone else, or another group. */
export function VersusPicker() {
  const { t } = useLanguage();
  const { versus, setVersus } = useExploreStore();
  const [isOpen, setOpen] = useState(false);
  const texts = t.exploring.versus;
  const choose = (next: Versus) => {
    setOpen(false);
    setVersus(next);
  };
  return (
    <div className="versus">
      <span className="versus-label" aria-hidden="true">
        {texts.label}
      </span>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out in a row by every browser */}
      <div role="group" aria-label={texts.label} className="segmented segmented-small">
        <button type="button" aria-pressed={versus.kind === 'everyone'} onClick={() => choose({ kind: 'everyone' })}>
          {texts.everyone}
        </button>
        <button type="button" aria-pressed={versus.kind === 'rest'} onClick={() => choose({ kind: 'rest' })}>
          {texts.rest}
        </button>
        <Popover.Root open={isOpen} onOpenChange={setOpen}>
          <Popover.Trigger aria-pressed={versus.kind === 'audience'}>
            {versus.kind === 'audience' ? texts.audience : texts.choose}
          </Popover.Trigger>
          <Popover.Portal>
            <Popover.Content
              className="popover versus-popover"
              align="end"
              sideOffset={6}
              collisionPadding={12}
              aria-label={texts.title}
            >
              <OtherGroup onChoose={choose} />
            </Popover.Content>
          </Popover.Portal>
        </Popover.Root>
      </div>
    </div>
  );
}

function OtherGroup({ onChoose }: { readonly onChoose: (versus: Versus) => void }) {
  const { t } = useLanguage();
  const { tree, versus, edit } = useExploreStore();
  const [text, setText] = useState('');
  const [pasted, setPasted] = useState<PastedAudience | null>(null);
  const texts = t.exploring.versus;
  const apply = () => {
    const read = readPastedAudience(text);
    setPasted(read);
    if (read.kind === 'audience') onChoose({ kind: 'audience', definition: read.definition });
  };
  return (
    <div className="stack">
      <button
        type="button"
        className="button"
        disabled={tree.children.length === 0}
        onClick={() => onChoose({ kind: 'audience', definition: toDefinition(tree).definition })}
      >
        {texts.keepThis}
      </button>
      <p className="hint">{texts.keepThisHint}</p>
      {versus.kind === 'audience' ? (
        <button
          type="button"
          className="link-button"
          onClick={() => edit(() => fromDefinition(versus.definition, 'language'), { open: null })}
        >
          {texts.open}
        </button>
      ) : null}
      <div className="field">
        <span className="field-label">{t.audiences.choice.versus}</span>
        <AudienceChoice
          label={t.audiences.choice.versus}
          value={versus.kind === 'audience' && typeof versus.definition.audience === 'string' ? versus.definition.audience : ''}
          onChange={(id) => onChoose({ kind: 'audience', definition: referTo(id, null) })}
        />
      </div>
      <label className="field">
        <span className="field-label">{texts.paste}</span>
        <textarea
          className="input"
          rows={3}
          value={text}
          onChange={(event) => setText(event.target.value)}
          aria-invalid={pasted?.kind === 'unreadable'}
          aria-describedby="versus-problem"
          spellCheck={false}
        />
      </label>
      <div className={pasted?.kind === 'unreadable' ? 'field-problem' : 'hint'} id="versus-problem" role="status">
        {pasted?.kind === 'unreadable' ? <PasteProblem pasted={pasted} /> : texts.pasteHint}
      </div>
      <button type="button" className="button button-primary" disabled={text.trim() === ''} onClick={apply}>
        {texts.apply}
      </button>
    </div>
  );
}

/** Why a pasted text names nobody: in the reader's language, and where exactly in English. */
function PasteProblem({ pasted }: { readonly pasted: Extract<PastedAudience, { kind: 'unreadable' }> }) {
  const { t, lang } = useLanguage();
  const texts = t.exploring.versus;
  return (
    <>
      {pasted.of === 'link' ? texts.badLink : texts.badJson} {lang === 'en' ? pasted.detail : null}
      {pasted.detail === '' ? null : <OriginalWords text={pasted.detail} />}
    </>
  );
}
