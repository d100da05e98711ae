import type { PreparedQuestion } from '@silhouette/engine';
import {
  type AttributeId,
  EXPORT_FORMATS,
  type ExportFormat,
  isPlainObject,
  type PlainObject,
  type PlainValue,
  SilhouetteError,
} from '@silhouette/model';
import type { Access } from '../access/access.ts';
import { PURPOSE_RULE, readPurposeText } from '../access/purpose.ts';
import { BodyReader } from '../read-body.ts';
import { readQuestion } from '../read-question.ts';
import type { ServerContext } from '../server-context.ts';

const FORM_KEYS = ['asOf', 'snapshot', 'attributes', 'format', 'spreadsheetSafe', 'purpose'] as const;
const MOST_VERSION = 999_999_999;

/** An export that somebody asks for, read from a body. */
export interface ReadExport {
  readonly question: PreparedQuestion;
  readonly attributes: readonly AttributeId[];
  readonly format: ExportFormat;
  readonly isSpreadsheetSafe: boolean;
  /** Who asks, for the purpose told with it: what the job may see. */
  readonly access: Access;
}

/** Reads the body of `POST /api/exports`. @throws SilhouetteError with every issue. */
export function readExportBody(body: unknown, context: ServerContext, access: Access): Promise<ReadExport> {
  return readForm(new BodyReader(body, ['audience', ...FORM_KEYS]), context, access);
}

/**
 * The version that the body of `POST /api/audiences/{id}/export` names; null: the newest, also where the version is wrong, which
 * {@link readAudienceExportBody} then tells with everything else. @throws SilhouetteError `wrong-type` for what is no object.
 */
export function readExportVersion(body: PlainValue | undefined): number | null {
  const reader = new BodyReader(body ?? {}, ['version', ...FORM_KEYS]);
  return reader.integer('version', 1, MOST_VERSION, 0) || null;
}

/** Reads the body of `POST /api/audiences/{id}/export` with the definition of its audience. @throws SilhouetteError with every issue. */
export function readAudienceExportBody(
  body: PlainValue | undefined,
  definition: PlainObject,
  context: ServerContext,
  access: Access,
): Promise<ReadExport> {
  const form = isPlainObject(body) ? body : {};
  if (Object.hasOwn(form, 'audience')) {
    throw SilhouetteError.of('unknown-key', 'There is no "audience" here; the address names it.', 'audience');
  }
  const reader = new BodyReader({ ...form, audience: definition }, ['audience', 'version', ...FORM_KEYS]);
  reader.integer('version', 1, MOST_VERSION, 1);
  return readForm(reader, context, access);
}

async function readForm(reader: BodyReader, context: ServerContext, asking: Access): Promise<ReadExport> {
  const ids = reader.texts('attributes') ?? [];
  const format = readFormat(reader);
  const asked = reader.plain('spreadsheetSafe') ?? null;
  if (asked !== null && typeof asked !== 'boolean') {
    reader.report('spreadsheetSafe', 'wrong-type', '"spreadsheetSafe" must be true or false.');
  }
  if (asked === true && format === 'parquet') {
    const message = 'Only CSV is made for spreadsheets; leave "spreadsheetSafe" out: Parquet holds exact values.';
    reader.report('spreadsheetSafe', 'invalid-value', message);
  }
  const access = { ...asking, purpose: readPurpose(reader) ?? asking.purpose };
  const { question } = await readQuestion(reader, context, access, { ids, path: 'attributes' });
  const attributes = context.answers.checkAttributes(question.question.snapshot, ids, 'attributes');
  return { question, attributes, format, isSpreadsheetSafe: format === 'csv' && asked !== false, access };
}

function readPurpose(reader: BodyReader): string | null {
  const text = reader.text('purpose');
  if (text === null) return null;
  const purpose = readPurposeText(text);
  if (purpose === null) reader.report('purpose', 'invalid-value', `"purpose" ${PURPOSE_RULE}.`);
  return purpose;
}

function readFormat(reader: BodyReader): ExportFormat {
  const text = reader.text('format') ?? 'csv';
  const format = EXPORT_FORMATS.find((one) => one === text);
  if (format === undefined) reader.report('format', 'invalid-value', `"format" must be one of ${EXPORT_FORMATS.join(', ')}.`);
  return format ?? 'csv';
}
