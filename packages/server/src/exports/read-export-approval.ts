import { SilhouetteError } from '@silhouette/model';

const MODES = ['personal', 'never', 'all'] as const;

/** Which exports need a second person's yes: those with personal values as they are, none, or every one. */
export type ExportApprovalMode = (typeof MODES)[number];

/** `SILHOUETTE_EXPORT_APPROVAL`, else `personal`. @throws SilhouetteError `invalid-option`. */
export function readExportApproval(env: Readonly<Record<string, string | undefined>>): ExportApprovalMode {
  const text = env.SILHOUETTE_EXPORT_APPROVAL ?? '';
  if (text === '') return 'personal';
  const mode = MODES.find((one) => one === text);
  if (mode !== undefined) return mode;
  const message = `SILHOUETTE_EXPORT_APPROVAL must be one of ${MODES.join(', ')}; without it exports of personal values need a second person's yes.`;
  throw SilhouetteError.of('invalid-option', message);
}
