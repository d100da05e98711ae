import type { Panel } from '@silhouette/model';

/** Bars of a drawing at most. */
const MOST_BARS = 16;

/** The shape of a distribution among everyone, in the space of a word. */
export function Sketch({ panel }: { readonly panel: Panel | undefined }) {
  const counts = panel === undefined ? [] : readCounts(panel);
  const largest = Math.max(1, ...counts);
  const width = 44 / Math.max(1, counts.length);
  return (
    <svg className="sketch" width="44" height="16" viewBox="0 0 44 16" aria-hidden="true" focusable="false">
      {counts.map((count, index) => {
        const height = count === 0 ? 0 : Math.max(1, (count / largest) * 16);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: bars are their places
          <rect key={index} x={index * width} y={16 - height} width={Math.max(1, width - 1)} height={height} />
        );
      })}
    </svg>
  );
}

function readCounts(panel: Panel): number[] {
  if (panel.type === 'text') return [];
  const counts = 'values' in panel ? panel.values.map((item) => item.baseCount) : panel.histogram.map((bin) => bin.baseCount);
  if ('histogram' in panel || panel.values.length <= MOST_BARS) return counts.slice(0, 26);
  return counts.sort((a, b) => b - a).slice(0, MOST_BARS);
}
