import type { AudienceVersion } from '@silhouette/model';
import { useState } from 'react';
import { useAudienceVersions } from '../../api/audiences.ts';
import { useComparison } from '../../api/several.ts';
import { describeFailure } from '../../app/describe-failure.ts';
import { useLanguage } from '../../i18n/language.ts';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { useDelayed } from '../../ui/use-delayed.ts';
import type { JsonObject } from '../explore/definition/to-definition.ts';
import { ComparisonView } from './comparison-view.tsx';
import { describeStoreFailure } from './describe-store-failure.ts';
import { VersionTable } from './version-table.tsx';

/** Every version, and who was gained and lost between any two. */
export function VersionSection({ id }: { readonly id: string }) {
  const { t } = useLanguage();
  const versions = useAudienceVersions(id);
  const [chosen, setChosen] = useState<{ readonly from: number; readonly to: number } | null>(null);
  const texts = t.audiences.page;
  const listed = versions.data?.versions ?? [];
  const [newest, previous] = listed;
  // Until two are chosen: the last change.
  const pair =
    chosen ?? (newest === undefined || previous === undefined ? null : { from: previous.version, to: newest.version });
  return (
    <section className="part">
      <h2 className="part-title">{texts.versions}</h2>
      {versions.data === undefined ? (
        versions.isError ? (
          <p className="field-problem" role="alert">
            {describeStoreFailure(versions.error, t).title}
          </p>
        ) : (
          <TableSkeleton rows={3} />
        )
      ) : (
        <>
          <p className="hint">{pair === null ? texts.onlyOne : texts.versionsHint}</p>
          <VersionTable versions={listed} pair={pair} onChoose={setChosen} />
          {pair === null ? null : (
            <VersionPair
              from={listed.find(({ version }) => version === pair.from)}
              to={listed.find(({ version }) => version === pair.to)}
            />
          )}
        </>
      )}
    </section>
  );
}

interface VersionPairProps {
  readonly from: AudienceVersion | undefined;
  readonly to: AudienceVersion | undefined;
}

function VersionPair({ from, to }: VersionPairProps) {
  const { t } = useLanguage();
  const isPair = from !== undefined && to !== undefined && from.version !== to.version;
  // By what they say, not by their numbers, so that differences name conditions. What was saved is a JSON object.
  const readDefinition = (version: AudienceVersion) => version.definition as JsonObject;
  const comparison = useComparison(isPair ? readDefinition(from) : null, isPair ? readDefinition(to) : null);
  const isSlow = useDelayed(isPair && comparison.isPending);
  const texts = t.audiences;
  if (!isPair) return <p className="hint">{texts.page.sameVersion}</p>;
  if (from.definition === null || to.definition === null) return <p className="hint">{texts.hidden}</p>;
  return (
    <div className="version-pair" aria-busy={comparison.isPending} data-testid="version-pair">
      <h3 className="version-pair-title">{texts.page.between(from.version, to.version)}</h3>
      {comparison.data !== undefined ? (
        <ComparisonView comparison={comparison.data} same={texts.people.same} />
      ) : comparison.isError ? (
        <p className="field-problem" role="alert">
          {texts.conflict.compareFailed} {describeFailure(comparison.error, t).details}
        </p>
      ) : (
        <p className="hint">{isSlow ? t.loading : ' '}</p>
      )}
    </div>
  );
}
