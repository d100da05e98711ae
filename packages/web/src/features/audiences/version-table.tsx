import type { AudienceVersion } from '@silhouette/model';
import { useId } from 'react';
import { Link } from 'wouter';
import { useTimeZone } from '../../api/accounts.ts';
import { formatCount, formatInstant, NO_VALUE } from '../../i18n/format.ts';
import { useLanguage } from '../../i18n/language.ts';
import { writeExploreLink } from './explore-link.ts';

/** Two versions by number. */
interface VersionPair {
  readonly from: number;
  readonly to: number;
}

interface VersionTableProps {
  /** Newest first. */
  readonly versions: readonly AudienceVersion[];
  /** The two that are compared; null: there are not two. */
  readonly pair: VersionPair | null;
  readonly onChoose: (pair: VersionPair) => void;
}

/** Versions, one a row, two of them chosen to be compared. */
export function VersionTable({ versions, pair, onChoose }: VersionTableProps) {
  const { t, lang } = useLanguage();
  const group = useId();
  const timeZone = useTimeZone();
  const texts = t.audiences.page;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className="table-scroll version-table" tabIndex={0} aria-label={texts.versions}>
      <table className="table">
        <thead>
          <tr>
            {pair === null ? null : (
              <>
                <th scope="col">{texts.from}</th>
                <th scope="col">{texts.to}</th>
              </>
            )}
            <th scope="col">{texts.versionNumber}</th>
            <th scope="col">{texts.when}</th>
            <th scope="col">{texts.who}</th>
            <th scope="col" className="numeric">
              {texts.sizeAtSave}
            </th>
            <th scope="col">{texts.note}</th>
            <th scope="col">
              <span className="visually-hidden">{t.audiences.open}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {versions.map((version, index) => {
            const number = version.version;
            const link = writeExploreLink(version.definition, { id: version.id, version: number });
            return (
              <tr key={number}>
                {pair === null
                  ? null
                  : (['from', 'to'] as const).map((side) => (
                      <td key={side}>
                        <input
                          type="radio"
                          name={`${group}-${side}`}
                          aria-label={side === 'from' ? texts.fromVersion(number) : texts.toVersion(number)}
                          checked={pair[side] === number}
                          onChange={() => onChoose({ ...pair, [side]: number })}
                        />
                      </td>
                    ))}
                <th scope="row">
                  {number}
                  <VersionName version={version} before={versions[index + 1]} />
                </th>
                <td>{formatInstant(version.savedAt, timeZone, lang)}</td>
                <td>{version.savedBy}</td>
                <td className="numeric">{version.size === null ? '–' : formatCount(version.size.count, lang)}</td>
                <td className="version-note">{version.note ?? NO_VALUE}</td>
                <td>
                  {link === null ? null : (
                    <Link className="link-button" href={link} aria-label={texts.openVersionAria(number)}>
                      {texts.openVersion}
                    </Link>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

/** The name of a version that changed it. */
function VersionName({ version, before }: { readonly version: AudienceVersion; readonly before: AudienceVersion | undefined }) {
  const { t } = useLanguage();
  if (before === undefined || before.name === version.name) return null;
  return <span className="hint version-name">{t.audiences.people.renamed(before.name, version.name)}</span>;
}
