import type { CatalogEvent } from '@silhouette/model';
import { useLanguage } from '../../../i18n/language.ts';
import { ChoiceList } from '../../../ui/choice-list.tsx';
import { Segmented } from '../../../ui/segmented.tsx';
import { type EventMeasure, MEASURES, WINDOW_UNITS } from '../definition/tree.ts';
import { UnitSelect } from '../editors/window-editor.tsx';
import { canMeasure, changeMeasure } from './measure-info.ts';

interface MeasureEditorProps {
  readonly event: CatalogEvent;
  readonly measure: EventMeasure;
  readonly onChange: (measure: EventMeasure) => void;
}

/** What is measured over the matching rows, of which field, per what. */
export function MeasureEditor({ event, measure, onChange }: MeasureEditorProps) {
  const { t, lang } = useLanguage();
  const isOfRows = (kind: string) => kind === 'count' || kind === 'days' || kind === 'recency';
  const kinds = MEASURES.filter((kind) => isOfRows(kind) || event.fields.some((field) => canMeasure(kind, field.type)));
  const fields = event.fields.filter((field) => !field.hidden && canMeasure(measure.kind, field.type));
  const isPer = event.hasOccasion && (measure.kind === 'count' || measure.kind === 'avg');
  return (
    <div className="measure-editor">
      <ChoiceList label={t.event.chooseMeasure}>
        {kinds.map((kind) => (
          <button
            key={kind}
            type="button"
            className="choice"
            aria-pressed={measure.kind === kind}
            onClick={() => onChange(changeMeasure(measure, event, kind, measure.field))}
          >
            {t.event.measures[kind]}
          </button>
        ))}
      </ChoiceList>
      {isOfRows(measure.kind) || fields.length === 0 ? null : (
        <label className="field">
          <span className="field-label">{t.event.chooseField}</span>
          <select
            className="input"
            value={measure.field ?? ''}
            onChange={(change) => onChange(changeMeasure(measure, event, measure.kind, change.target.value))}
          >
            {fields.map((field) => (
              <option key={field.id} value={field.id}>
                {field.label[lang]}
              </option>
            ))}
          </select>
        </label>
      )}
      {measure.kind === 'recency' ? (
        <div className="field">
          <span className="field-label">{t.event.recencyUnit}</span>
          <UnitSelect units={WINDOW_UNITS} unit={measure.unit ?? 'day'} onChange={(unit) => onChange({ ...measure, unit })} />
        </div>
      ) : null}
      {isPer ? (
        <div className="field">
          <span className="field-label">{t.event.per}</span>
          <Segmented
            small
            label={t.event.per}
            value={measure.per ?? 'occasion'}
            options={[
              { value: 'occasion', label: t.event.perOccasion },
              { value: 'row', label: t.event.perRow },
            ]}
            onChange={(per) => onChange({ ...measure, per: per === 'row' ? 'row' : null })}
          />
        </div>
      ) : null}
    </div>
  );
}
