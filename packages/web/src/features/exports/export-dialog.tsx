import type { CatalogAnswer, ExportFormat } from '@silhouette/model';
import { useId, useState } from 'react';
import type { Question } from '../../api/queries.ts';
import { ApiError } from '../../api/request-json.ts';
import { describeFailure } from '../../app/describe-failure.ts';
import { ErrorNotice } from '../../app/error-notice.tsx';
import { formatCount } from '../../i18n/format.ts';
import { useLanguage } from '../../i18n/language.ts';
import { Button } from '../../ui/button.tsx';
import { CancelButton } from '../../ui/cancel-button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { useUnsaved } from '../../ui/unsaved.tsx';
import { isPersonalAttribute, isPersonalKey, usePersonalView, usePurpose } from '../purpose/purpose.ts';
import { ExportColumns } from './export-columns.tsx';
import { useExportsView } from './exports-view.ts';
import { type ExportedAudience, useStartExport } from './use-exports.ts';
import './exports.css';

interface ExportDialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly catalog: CatalogAnswer;
  /** The question whose number is on the screen, fixed to its snapshot and as-of; null while that number is not known. */
  readonly question: Question | null;
  /** The saved audience that the question is, whose name the file has then; null: it is none. */
  readonly audience: ExportedAudience | null;
  readonly count: number;
  /** Attributes chosen at first. */
  readonly columns: readonly string[];
}

/** Asks how a group is to be exported, and starts it. */
export function ExportDialog({ isOpen, onClose, ...rest }: ExportDialogProps) {
  const { t } = useLanguage();
  return (
    <Dialog title={t.exports.title} isOpen={isOpen} onClose={onClose}>
      {isOpen ? <ExportForm onClose={onClose} {...rest} /> : null}
    </Dialog>
  );
}

function ExportForm({ onClose, catalog, question, audience, count, columns }: Omit<ExportDialogProps, 'isOpen'>) {
  const { t, lang } = useLanguage();
  const openList = useExportsView((view) => view.openList);
  const start = useStartExport();
  const [format, setFormat] = useState<ExportFormat>('csv');
  const [spreadsheetSafe, setSafe] = useState(true);
  const [attributes, setAttributes] = useState(columns);
  const known = usePurpose((state) => state.purpose) ?? '';
  const [purpose, setPurpose] = useState(known);
  useUnsaved(purpose.trim() !== known);
  const { maySee, isLocal } = usePersonalView();
  const hasPersonal =
    isPersonalKey(catalog) || catalog.attributes.some((one) => attributes.includes(one.id) && isPersonalAttribute(one));
  // A server may ask what every export is for.
  const isAsked = start.error instanceof ApiError && start.error.issues.some(({ code }) => code === 'purpose-missing');
  const needsPurpose = !isLocal && ((hasPersonal && maySee) || isAsked);
  const hintId = useId();
  const submit = () => {
    if (question === null) return;
    const onSuccess = () => {
      onClose();
      openList();
    };
    const told = needsPurpose ? purpose.trim() : '';
    start.mutate({ question, audience, attributes, format, spreadsheetSafe, purpose: told }, { onSuccess });
  };
  return (
    <form
      className="export-form"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <p>{question === null ? t.exports.waiting : t.exports.customers(formatCount(count, lang), t.group.customers(count))}</p>
      {audience === null ? null : <p className="hint">{t.exports.ofAudience(audience.name, audience.version)}</p>}
      <Segmented
        label={t.exports.format}
        value={format}
        options={[
          { value: 'csv', label: t.exports.csv },
          { value: 'parquet', label: t.exports.parquet },
        ]}
        onChange={setFormat}
      />
      {format === 'csv' ? (
        <div>
          <label className="check">
            <input
              type="checkbox"
              checked={spreadsheetSafe}
              aria-describedby={hintId}
              onChange={() => setSafe(!spreadsheetSafe)}
            />{' '}
            {t.exports.safe}
          </label>
          <p className="hint" id={hintId}>
            {t.exports.safeHint}
          </p>
        </div>
      ) : (
        <p className="hint">{t.exports.parquetHint}</p>
      )}
      <ExportColumns attributes={catalog.attributes} keyName={catalog.key} chosen={attributes} onChange={setAttributes} />
      {needsPurpose ? <PurposeField value={purpose} onChange={setPurpose} isPersonal={hasPersonal} /> : null}
      {hasPersonal && !isLocal && !maySee ? <p className="hint">{t.approvals.exportMasked}</p> : null}
      {start.isError ? <ErrorNotice {...describeFailure(start.error, t)} /> : null}
      <div className="export-actions">
        <Button
          look="quiet"
          onClick={() => {
            onClose();
            openList();
          }}
        >
          {t.exports.mine}
        </Button>
        <CancelButton />
        <Button look="primary" type="submit" disabled={question === null || start.isPending}>
          {start.isPending ? t.exports.starting : t.exports.start}
        </Button>
      </div>
    </form>
  );
}

interface PurposeFieldProps {
  readonly value: string;
  readonly onChange: (text: string) => void;
  /** Whether the file is masked without it. */
  readonly isPersonal: boolean;
}

function PurposeField({ value, onChange, isPersonal }: PurposeFieldProps) {
  const { t } = useLanguage();
  const [fieldId, hintId] = [useId(), useId()];
  return (
    <div>
      <label className="field-label" htmlFor={fieldId}>
        {t.approvals.purpose}
      </label>
      <input
        id={fieldId}
        className="input"
        placeholder={t.approvals.purposePlaceholder}
        {...(isPersonal ? { 'aria-describedby': hintId } : {})}
        minLength={5}
        maxLength={500}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
      {isPersonal ? (
        <p className="hint" id={hintId}>
          {t.approvals.exportPurposeHint}
        </p>
      ) : null}
    </div>
  );
}
