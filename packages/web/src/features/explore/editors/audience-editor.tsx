import { useAudienceVersions } from '../../../api/audiences.ts';
import { useLanguage } from '../../../i18n/language.ts';
import { Select } from '../../../ui/select.tsx';
import { AudienceChoice } from '../../audiences/audience-choice.tsx';
import type { AudienceNode } from '../definition/tree.ts';
import { useExploreStore } from '../explore-store.ts';
import { setAudience } from './edit-node.ts';

/** What stands for the newest version in the list of versions. */
const NEWEST = 'newest';

/** Which saved audience is meant, and whether always its newest version or one of them. */
export function AudienceEditor({ node }: { readonly node: AudienceNode }) {
  const { t } = useLanguage();
  const edit = useExploreStore((state) => state.edit);
  const opened = useExploreStore((state) => state.opened);
  const texts = t.audiences.condition;
  const isChosen = node.audience !== '';
  const versions = useAudienceVersions(node.audience, isChosen);
  const numbers = (versions.data?.versions ?? []).map(({ version }) => version);
  // One that is not (yet) listed is still what is asked for.
  const listed = node.version === null || numbers.includes(node.version) ? numbers : [node.version, ...numbers];
  const choose = (audience: string, version: number | null) =>
    edit((tree) => setAudience(tree, node.id, { audience, version }));
  return (
    <div className="stack">
      <AudienceChoice
        label={texts.which}
        value={node.audience}
        // An audience that refers to itself could not be saved.
        hidden={opened === null ? [] : [opened.id]}
        onChange={(id) => choose(id, null)}
      />
      {isChosen ? (
        <Select
          label={texts.version}
          value={node.version === null ? NEWEST : String(node.version)}
          options={[
            { value: NEWEST, label: texts.newest },
            ...listed.map((version) => ({ value: String(version), label: t.audiences.version(version) })),
          ]}
          onChange={(value) => choose(node.audience, value === NEWEST ? null : Number(value))}
        />
      ) : null}
    </div>
  );
}
