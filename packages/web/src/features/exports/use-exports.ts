import type { ExportFormat, ExportJob, ExportList } from '@silhouette/model';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Question } from '../../api/queries.ts';
import { requestJson } from '../../api/request-json.ts';
import { deleteExport } from './delete-export.ts';

/** A list with something under way is asked again so often. */
const FOLLOW_MS = 1000;
/** And one where something waits for somebody. */
const WAIT_MS = 5000;
const KEY = ['exports'];

/** A version of a saved audience, and its name. */
export interface ExportedAudience {
  readonly id: string;
  readonly version: number;
  readonly name: string;
}

/** What is to be exported: a question that is fixed to a snapshot and an as-of. */
export interface ExportForm {
  readonly question: Question;
  /** The saved audience that the question is: the file, the job and its record are named after it. Null: it is none. */
  readonly audience: ExportedAudience | null;
  readonly attributes: readonly string[];
  readonly format: ExportFormat;
  /** For CSV. */
  readonly spreadsheetSafe: boolean;
  /** What personal values are exported for; empty: they are masked. */
  readonly purpose: string;
}

/** Whether an export goes on by itself. */
export function isUnderWay({ state }: ExportJob): boolean {
  return state === 'queued' || state === 'running';
}

/** The exports of who looks, newest first; followed while any is under way. */
export function useExports(enabled: boolean) {
  return useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => requestJson<ExportList>('/api/exports', undefined, signal),
    staleTime: 0,
    refetchInterval: ({ state }) => {
      const exports = state.data?.exports ?? [];
      if (exports.some(isUnderWay)) return FOLLOW_MS;
      return exports.some((job) => job.state === 'awaiting-approval') ? WAIT_MS : false;
    },
    enabled,
  });
}

/** Asks for an export. */
export function useStartExport() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (form: ExportForm) => {
      const { path, body } = writeExportRequest(form);
      return requestJson<ExportJob>(path, body);
    },
    onSuccess: () => client.invalidateQueries({ queryKey: KEY }),
  });
}

/** Where an export is asked for, and with what. */
export function writeExportRequest({ question, audience, attributes, format, spreadsheetSafe, purpose }: ExportForm) {
  const form = {
    attributes,
    format,
    ...(format === 'csv' ? { spreadsheetSafe } : {}),
    ...(purpose === '' ? {} : { purpose }),
  };
  if (audience === null) return { path: '/api/exports', body: { ...question, ...form } };
  const { asOf, snapshot } = question;
  const path = `/api/audiences/${encodeURIComponent(audience.id)}/export`;
  return { path, body: { version: audience.version, asOf, snapshot, ...form } };
}

/** Cancels an export that is under way, or removes one that is not. */
export function useDeleteExport() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: deleteExport,
    onSettled: () => client.invalidateQueries({ queryKey: KEY }),
  });
}
