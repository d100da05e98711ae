import { useLanguage } from '../../../i18n/language.ts';
import { ChoiceList } from '../../../ui/choice-list.tsx';
import { CommitInput } from '../../../ui/commit-input.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { TokenPopover } from '../../../ui/token-popover.tsx';
import { type NodeId, newNodeId, type SequenceNode, type SequenceStep } from '../definition/tree.ts';
import { describeWindow } from '../describe.ts';
import { setSequence } from '../editors/edit-node.ts';
import { EventTimeRange } from '../editors/event-time-range.tsx';
import { useWholeTexts } from '../editors/use-number-texts.ts';
import { UnitSelect, WindowEditor } from '../editors/window-editor.tsx';
import { useLookup } from '../explore-context.ts';
import { useExploreStore } from '../explore-store.ts';
import { FilterTokens } from './filter-tokens.tsx';

const GAP_UNITS = ['hour', 'day', 'week', 'month'] as const;

/** A sequence of events, a line for each step. */
export function SequenceLine({ node }: { readonly node: SequenceNode }) {
  const { t } = useLanguage();
  const whole = useWholeTexts();
  const edit = useExploreStore((state) => state.edit);
  const change = (part: Partial<Omit<SequenceNode, 'kind' | 'id'>>, announce = '') =>
    edit((tree) => setSequence(tree, node.id, part), { merge: `sequence ${node.id}`, announce });
  const exchange = (index: number, step: SequenceStep | null) =>
    node.steps.flatMap((item, at) => (at !== index ? [item] : step === null ? [] : [step]));
  const replace = (index: number, step: SequenceStep | null, announce = '') =>
    change({ steps: exchange(index, step) }, announce);
  const { gap } = node;
  const gapText = gap === null ? t.sequence.anyGap : t.sequence.within(gap.max, gap.unit);
  return (
    <div className="sequence">
      <span className="line">
        <span className="line-icon">
          <Icon name="steps" size={14} />
        </span>
        <span className="line-name">{t.sequence.title}</span>
        <TokenPopover name={t.sequence.gap} value={gapText}>
          {() => (
            <div className="stack">
              <label className="check">
                <input
                  type="checkbox"
                  checked={gap !== null}
                  onChange={(event) => change({ gap: event.target.checked ? { max: 30, unit: 'day' } : null })}
                />
                {t.sequence.limit}
              </label>
              {gap === null ? null : (
                <div className="bounds-row">
                  <CommitInput
                    label={t.sequence.gap}
                    className="short"
                    inputMode="numeric"
                    value={String(gap.max)}
                    {...whole(1)}
                    onCommit={(text) => change({ gap: { ...gap, max: Number(text) } })}
                  />
                  <UnitSelect
                    units={GAP_UNITS}
                    unit={gap.unit}
                    onChange={(unit) => {
                      const known = GAP_UNITS.find((item) => item === unit);
                      if (known !== undefined) change({ gap: { ...gap, unit: known } });
                    }}
                  />
                </div>
              )}
            </div>
          )}
        </TokenPopover>
      </span>
      <ol className="sequence-steps">
        {node.steps.map((step, index) => (
          <li key={step.id}>
            <StepLine
              step={step}
              onChange={(next, announce) => replace(index, next, announce)}
              trial={{ id: node.id, make: (next) => ({ ...node, steps: exchange(index, next) }) }}
            />
            {node.steps.length > 2 ? (
              <IconButton icon="close" label={t.sequence.removeStep(index + 1)} onClick={() => replace(index, null)} />
            ) : null}
          </li>
        ))}
      </ol>
      <button
        type="button"
        className="link-button"
        onClick={() => {
          const last = node.steps.at(-1);
          if (last !== undefined) change({ steps: [...node.steps, { ...last, id: newNodeId(), where: [] }] });
        }}
      >
        <Icon name="plus" size={12} /> {t.sequence.addStep}
      </button>
    </div>
  );
}

interface StepLineProps {
  readonly step: SequenceStep;
  /** `announce` is said to screen readers. */
  readonly onChange: (step: SequenceStep, announce?: string) => void;
  /** The sequence with another step in this one's place, for what the group would be with it. */
  readonly trial: { readonly id: NodeId; readonly make: (step: SequenceStep) => SequenceNode };
}

function StepLine({ step, onChange, trial }: StepLineProps) {
  const texts = useLanguage();
  const { t, lang } = texts;
  const { catalog, eventById } = useLookup();
  const event = eventById.get(step.event);
  return (
    <span className="line">
      <TokenPopover name={t.window.label} value={describeWindow(step.within, texts)}>
        {() => (
          <div className="stack">
            <EventTimeRange
              nodeId={trial.id}
              rows={step}
              first={event?.first ?? null}
              onChange={(within, announce) => onChange({ ...step, within }, announce)}
            />
            <WindowEditor of="event" window={step.within} onChange={(within) => onChange({ ...step, within })} />
          </div>
        )}
      </TokenPopover>
      <TokenPopover
        name={t.event.chooseEvent}
        value={event?.label[lang] ?? t.definition.unknown(step.event)}
        className="token-strong"
        unset={event === undefined}
      >
        {(close) => (
          <ChoiceList label={t.event.chooseEvent}>
            {catalog.events
              .filter((item) => !item.hidden)
              .map((item) => (
                <button
                  key={item.id}
                  type="button"
                  className="choice"
                  aria-pressed={item.id === step.event}
                  onClick={() => {
                    close();
                    if (item.id !== step.event) onChange({ ...step, event: item.id, where: [] });
                  }}
                >
                  {item.label[lang]}
                </button>
              ))}
          </ChoiceList>
        )}
      </TokenPopover>
      {event === undefined ? null : (
        <FilterTokens
          event={event}
          filters={step.where}
          onChange={(where) => onChange({ ...step, where })}
          trial={{ id: trial.id, make: (where) => trial.make({ ...step, where }) }}
          rows={{ ...step, where: [] }}
        />
      )}
    </span>
  );
}
