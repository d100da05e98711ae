import { useMay } from '../../api/accounts.ts';
import { HeaderTools } from '../../app/header-tools.tsx';
import { useLanguage } from '../../i18n/language.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { ExportsDrawer } from '../exports/exports-drawer.tsx';
import { makeEmptyTree } from './definition/tree.ts';
import { useExploreStore } from './explore-store.ts';
import { writeLink } from './follow-address.ts';
import { useSteps } from './use-steps.ts';

/** Undo, redo, a new question and the link of this one, in the header. */
export function ExploreTools() {
  const { t } = useLanguage();
  const { brokenLink, past, future, openDefinition, startEmpty } = useExploreStore();
  const { undo, redo } = useSteps();
  const mayExport = useMay('members.export');
  const startOver = () => (brokenLink === null ? openDefinition(makeEmptyTree(), null) : startEmpty());
  return (
    <HeaderTools>
      <IconButton icon="undo" label={t.undo} disabled={past.length === 0} onClick={undo} />
      <IconButton icon="redo" label={t.redo} disabled={future.length === 0} onClick={redo} />
      <Button look="quiet" onClick={startOver}>
        {t.newQuestion}
      </Button>
      {mayExport ? <ExportsDrawer /> : null}
      <CopyButton
        className="button button-quiet"
        label={t.copyLink}
        doneLabel={t.linkCopied}
        noneLabel={t.defining.large.noLink}
        read={writeLink}
      />
    </HeaderTools>
  );
}
