import { ApiError } from '../../api/request-json.ts';

/** Cancels or removes an export; one that is not there any more is as removed as can be. @throws ApiError */
export async function deleteExport(id: string): Promise<void> {
  let response: Response;
  try {
    response = await fetch(`/api/exports/${encodeURIComponent(id)}`, { method: 'DELETE' });
  } catch (error) {
    throw new ApiError('network', 0, error instanceof Error ? error.message : String(error), [], { cause: error });
  }
  if (response.ok || response.status === 404) return;
  throw new ApiError('problem', response.status, `HTTP ${response.status}`, []);
}
