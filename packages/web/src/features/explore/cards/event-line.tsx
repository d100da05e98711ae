import type { CatalogEvent } from '@silhouette/model';
import type { ValueSource } from '../../../api/queries.ts';
import { useLanguage } from '../../../i18n/language.ts';
import { ChoiceList } from '../../../ui/choice-list.tsx';
import { TokenPopover } from '../../../ui/token-popover.tsx';
import { readListedValues } from '../definition/make-condition.ts';
import type { EventNode } from '../definition/tree.ts';
import { describeTest, describeWindow } from '../describe.ts';
import { CountPresets } from '../editors/count-presets.tsx';
import { setEvent } from '../editors/edit-node.ts';
import { EventTimeRange } from '../editors/event-time-range.tsx';
import { MeasureRange } from '../editors/measure-range.tsx';
import { TestEditor } from '../editors/test-editor.tsx';
import { WindowEditor } from '../editors/window-editor.tsx';
import { useLookup } from '../explore-context.ts';
import { useExploreStore } from '../explore-store.ts';
import { useValueLabels } from '../use-value-labels.ts';
import { AddFilter, FilterTokens } from './filter-tokens.tsx';
import { MeasureEditor } from './measure-editor.tsx';
import { describeMeasureResult, nameMeasure } from './measure-info.ts';

/** An event condition as one readable line, each bracket a control. */
export function EventLine({ node, event }: { readonly node: EventNode; readonly event: CatalogEvent }) {
  const texts = useLanguage();
  const { t, lang } = texts;
  const { catalog } = useLookup();
  const edit = useExploreStore((state) => state.edit);
  const change = (part: Partial<Omit<EventNode, 'kind' | 'id'>>, what: string, announce = '') =>
    edit((tree) => setEvent(tree, node.id, part), { merge: `${what} ${node.id}`, announce });
  const { measure } = node;
  const result = describeMeasureResult(measure, event, t);
  const source: ValueSource | null =
    result.isFieldValue && measure.field !== null ? { kind: 'field', event: event.id, field: measure.field } : null;
  const listed = measure.test.kind === 'compare' ? readListedValues(measure.test.compare) : [];
  const labels = useValueLabels(
    source ?? { kind: 'field', event: event.id, field: '' },
    listed,
    source !== null && (result.type === 'category' || result.type === 'tags'),
  );
  const setMeasureTest = (test: EventNode['measure']['test']) => change({ measure: { ...measure, test } }, 'test');
  const measureName = nameMeasure(measure, event, t, lang);
  const said = describeTest(measure.test, { type: result.type, unit: result.unit, labels }, texts);
  const isRangeUnset = node.within?.kind === 'range' && node.within.from === null && node.within.to === null;
  return (
    <span className="line">
      <Word text={node.within === null ? '' : t.event.beforeWindow} />
      <TokenPopover name={t.window.label} value={describeWindow(node.within, texts)} unset={isRangeUnset}>
        {() => (
          <div className="stack">
            <EventTimeRange
              nodeId={node.id}
              rows={node}
              first={event.first}
              onChange={(within, announce) => change({ within }, 'window', announce)}
            />
            <WindowEditor of="event" window={node.within} onChange={(within) => change({ within }, 'window')} />
          </div>
        )}
      </TokenPopover>
      <Word text={node.within === null ? '' : t.event.afterWindow} />
      <TokenPopover name={t.event.chooseEvent} value={event.label[lang]} className="token-strong">
        {(close) => (
          <ChoiceList label={t.event.chooseEvent}>
            {catalog.events
              .filter((item) => !item.hidden || item.id === event.id)
              .map((item) => (
                <button
                  key={item.id}
                  type="button"
                  className="choice"
                  aria-pressed={item.id === event.id}
                  onClick={() => {
                    close();
                    if (item.id !== event.id) change(moveToEvent(item), 'event');
                  }}
                >
                  {item.label[lang]}
                </button>
              ))}
          </ChoiceList>
        )}
      </TokenPopover>
      {event.fields.length === 0 ? null : <Word text={node.where.length === 0 ? '' : t.event.beforeWhere} />}
      <FilterTokens
        event={event}
        filters={node.where}
        onChange={(where) => change({ where }, 'where')}
        trial={{ id: node.id, make: (where) => ({ ...node, where }) }}
        rows={{ ...node, where: [] }}
        isAddedElsewhere
      />
      <Word text={t.event.afterWhere} />
      <span className="line-unit">
        <TokenPopover name={t.event.chooseMeasure} value={measureName}>
          {() => <MeasureEditor event={event} measure={measure} onChange={(next) => change({ measure: next }, 'measure')} />}
        </TokenPopover>
        <Word text={t.event.measureParticle(measureName)} />
      </span>
      <TokenPopover name={t.event.comparison} value={said === '' ? t.ops.choose : said} unset={said === ''}>
        {() => (
          <TestEditor
            name={measureName}
            type={result.type}
            unit={result.unit}
            source={source}
            test={measure.test}
            onChange={setMeasureTest}
            canExist={result.canExist}
            trial={{ id: node.id, make: (tried) => ({ ...node, measure: { ...measure, test: tried } }) }}
            histogram={
              <>
                {measure.kind === 'count' ? <CountPresets test={measure.test} onChange={setMeasureTest} /> : null}
                <MeasureRange node={node} event={event} name={measureName} result={result} onChange={setMeasureTest} />
              </>
            }
            autoFocus
          />
        )}
      </TokenPopover>
      {/* After the line, which reads as a sentence without it. */}
      <AddFilter event={event} filters={node.where} onChange={(where) => change({ where }, 'where')} />
    </span>
  );
}

/** Another event has other fields: filters and measure begin anew. */
function moveToEvent(event: CatalogEvent): Partial<Omit<EventNode, 'kind' | 'id'>> {
  return {
    event: event.id,
    where: [],
    measure: { kind: 'count', field: null, unit: null, per: null, test: { kind: 'compare', compare: { gte: '1' } } },
  };
}

function Word({ text }: { readonly text: string }) {
  return text === '' ? null : <span className="line-word">{text}</span>;
}
