import type { ComponentProps } from 'react';
import { ExportDialog } from '../../exports/export-dialog.tsx';
import { useOpenedAudience, writeSaved } from './use-opened-audience.ts';
import { writeComparable } from './write-comparable.ts';

/** Exports what is explored: as the saved audience that is open, where the question on the screen is the same. */
export function ExploreExport(props: Omit<ComponentProps<typeof ExportDialog>, 'audience'>) {
  const { question } = props;
  const { base, missing } = useOpenedAudience() ?? {};
  const isSame =
    base !== undefined && missing === null && question !== null && writeSaved(base) === writeComparable(question.audience);
  return <ExportDialog {...props} audience={isSame ? { id: base.id, version: base.version, name: base.name } : null} />;
}
