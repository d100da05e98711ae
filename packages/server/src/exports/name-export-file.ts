import type { Snapshot } from '@silhouette/lake';
import { dayAfterLast, type ExportFormat, formatDay } from '@silhouette/model';

/**
 * The name under which a browser keeps an export: the audience and the last day that counts, `vip-서울-2026-08-31.csv`; with
 * `-masked` before the dot where personal values are.
 */
export function nameExportFile(
  audience: string | null,
  { catalog }: Snapshot,
  asOfMs: number,
  { format, isMasked }: { readonly format: ExportFormat; readonly isMasked: boolean },
): string {
  const day = formatDay(dayAfterLast(asOfMs, catalog.timeZone) - 1);
  return `${audience ?? 'members'}-${day}${isMasked ? '-masked' : ''}.${format}`;
}

/**
 * `Content-Disposition` of a download (RFC 6266): a name that every program reads, and, where the real one has other letters, that
 * one as well (RFC 8187). Names are made by {@link nameExportFile}: letters, digits, `-`, `_` and dots.
 */
export function writeDisposition(fileName: string): string {
  const plain = fileName.replace(/[^A-Za-z0-9._-]/g, '_');
  if (plain === fileName) return `attachment; filename="${plain}"`;
  return `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(fileName)}`;
}
