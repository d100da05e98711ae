import { type SavedAudience, writeAudienceFile } from '@silhouette/model';
import { useMemo } from 'react';
import { useLanguage } from '../../i18n/language.ts';
import { CopyButton } from '../../ui/copy-button.tsx';

/** An audience as the file that goes into git, to be copied. */
export function AudienceYaml({ audience }: { readonly audience: SavedAudience }) {
  const { t } = useLanguage();
  const text = useMemo(() => writeAudienceFile(audience), [audience]);
  const texts = t.audiences.page;
  return (
    <details className="part">
      <summary className="part-title">{texts.yaml}</summary>
      <div className="stack">
        <p className="hint">{texts.yamlHint}</p>
        <CopyButton label={texts.copyYaml} read={() => text} />
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
        <pre className="code audience-yaml" tabIndex={0} data-testid="yaml">
          {text}
        </pre>
      </div>
    </details>
  );
}
