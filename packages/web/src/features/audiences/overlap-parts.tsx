import type { OverlapAnswer } from '@silhouette/model';
import { formatCount, formatShare } from '../../i18n/format.ts';
import { useLanguage } from '../../i18n/language.ts';
import type { JsonObject } from '../explore/definition/to-definition.ts';
import { describePart, orderParts } from './describe-part.ts';
import { PartRow } from './part-row.tsx';

interface OverlapPartsProps {
  readonly answer: OverlapAnswer;
  readonly names: readonly string[];
}

/** Every part as a picture that is a table: dots for the audiences, a bar for the customers; and the audiences by twos. */
export function OverlapParts({ answer, names }: OverlapPartsProps) {
  const { t } = useLanguage();
  const texts = t.audiences.overlap;
  const parts = orderParts(answer.regions);
  const empty = answer.regions.filter(({ count }) => count === 0);
  const largest = parts[0]?.count ?? 1;
  // The server repeats the definitions that were sent: JSON objects.
  const union = answer.union.audience as JsonObject | null;
  return (
    <>
      <section className="part">
        <h2 className="part-title">{texts.parts}</h2>
        <p className="hint">{texts.partsHint}</p>
        {union === null ? <p className="hint">{texts.noDefinition}</p> : null}
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
        <section className="table-scroll" tabIndex={0} aria-label={texts.parts}>
          <table className="table parts-table">
            <thead>
              <tr>
                <td>
                  <span className="part-letters" aria-hidden="true">
                    {Array.from(names, (_, place) => place + 1).map((number) => (
                      <span key={number}>{number}</span>
                    ))}
                  </span>
                </td>
                <th scope="col">{texts.part}</th>
                <td />
                <th scope="col" className="numeric">
                  {texts.count}
                </th>
                <th scope="col" className="numeric">
                  {texts.share}
                </th>
                <td />
              </tr>
            </thead>
            <tbody>
              {parts.map((region) => (
                <PartRow key={region.in.join('+')} region={region} names={names} largest={largest} union={union} />
              ))}
            </tbody>
          </table>
        </section>
        {empty.length === 0 ? null : (
          <details>
            <summary>{texts.empty(empty.length)}</summary>
            <ul className="conflict-list">
              {empty.map((region) => (
                <li key={region.in.join('+')}>{describePart(region, names, t)}</li>
              ))}
            </ul>
          </details>
        )}
      </section>
      <PairTable answer={answer} names={names} />
    </>
  );
}

function PairTable({ answer, names }: OverlapPartsProps) {
  const { t, lang } = useLanguage();
  const texts = t.audiences.overlap;
  return (
    <section className="part">
      <h2 className="part-title">{texts.pairs}</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <section className="table-scroll" tabIndex={0} aria-label={texts.pairs}>
        <table className="table pairs-table">
          <thead>
            <tr>
              <th scope="col">{texts.pairs}</th>
              <th scope="col" className="numeric">
                {texts.both}
              </th>
              <th scope="col" className="numeric">
                {texts.either}
              </th>
              <th scope="col" className="numeric">
                {texts.jaccard}
              </th>
            </tr>
          </thead>
          <tbody>
            {answer.pairs.map((pair) => (
              <tr key={`${pair.first}+${pair.second}`}>
                <th scope="row">{texts.pair(names[pair.first] ?? '', names[pair.second] ?? '')}</th>
                <td className="numeric">{formatCount(pair.both, lang)}</td>
                <td className="numeric">{formatCount(pair.either, lang)}</td>
                <td className="numeric">{formatShare(pair.jaccard, lang)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}
