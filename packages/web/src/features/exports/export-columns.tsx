import { type CatalogAttribute, readSearch } from '@silhouette/model';
import { useId, useState } from 'react';
import { formatCount } from '../../i18n/format.ts';
import { useLanguage } from '../../i18n/language.ts';
import { isFound } from '../explore/catalog/search-catalog.ts';

interface ExportColumnsProps {
  readonly attributes: readonly CatalogAttribute[];
  /** Name of the customer key, the first column. */
  readonly keyName: string;
  /** Ids of the attributes chosen, in order. */
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
}

/** Attributes listed at once, beside those chosen. */
const LISTED = 60;

/** Which attributes stand beside the key: those chosen first, then the others. Private ones only when they are asked for. */
export function ExportColumns({ attributes, keyName, chosen, onChange }: ExportColumnsProps) {
  const { t, lang } = useLanguage();
  const [search, setSearch] = useState('');
  const [isPrivateShown, showPrivate] = useState(false);
  const headId = useId();
  const sought = readSearch(search);
  const byId = new Map(attributes.map((attribute) => [attribute.id, attribute]));
  const taken = chosen.map((id) => byId.get(id)).filter((attribute) => attribute !== undefined);
  const others = attributes.filter(
    (attribute) =>
      !chosen.includes(attribute.id) && !attribute.hidden && (isPrivateShown || !attribute.pii) && isFound(attribute, sought),
  );
  const listed = [...taken.filter((attribute) => isFound(attribute, sought)), ...others.slice(0, LISTED)];
  const toggle = (id: string) => onChange(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id]);
  const hasPrivate = attributes.some(({ pii, hidden }) => pii && !hidden);
  return (
    <section className="export-columns" aria-labelledby={headId}>
      <h3 id={headId} className="field-label">
        {t.exports.columns}
      </h3>
      <p className="hint">
        {t.exports.keyColumn(keyName)} {t.exports.chosen(chosen.length)}
      </p>
      <input
        type="search"
        className="input"
        aria-label={t.exports.search}
        placeholder={t.exports.search}
        value={search}
        onChange={(event) => setSearch(event.target.value)}
      />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <ul className="plain-list export-column-list" tabIndex={0} aria-labelledby={headId}>
        {listed.map((attribute) => (
          <li key={attribute.id}>
            <label className="check">
              <input type="checkbox" checked={chosen.includes(attribute.id)} onChange={() => toggle(attribute.id)} />{' '}
              {attribute.label[lang]}
              {attribute.pii ? <span className="export-private">{t.exports.private}</span> : null}
            </label>
          </li>
        ))}
        {listed.length === 0 && search !== '' ? <li className="hint">{t.exports.noMatch}</li> : null}
        {others.length > LISTED ? (
          <li className="hint">{t.exports.notAll(formatCount(others.length - LISTED, lang))}</li>
        ) : null}
      </ul>
      {hasPrivate ? (
        <label className="check">
          <input type="checkbox" checked={isPrivateShown} onChange={() => showPrivate(!isPrivateShown)} />{' '}
          {t.exports.showPrivate}
        </label>
      ) : null}
      {taken.some(({ pii }) => pii) ? <p className="export-warning">{t.exports.privateWarning}</p> : null}
    </section>
  );
}
