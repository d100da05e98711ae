import type { PanelBin } from '@silhouette/model';

interface BinAxisProps {
  readonly bins: readonly Pick<PanelBin, 'to'>[];
  readonly format: (edge: string) => string;
}

/** Some edges of a histogram's bins, each below its place: the first, one in the middle, the last. */
export function BinAxis({ bins, format }: BinAxisProps) {
  const edges = bins.flatMap((bin, index) => (bin.to === null ? [] : [{ text: bin.to, at: (index + 1) / bins.length }]));
  const picked = [edges[0], edges[Math.floor((edges.length - 1) / 2)], edges.at(-1)];
  const shown = picked.filter((edge, index) => edge !== undefined && picked.indexOf(edge) === index);
  return (
    <div className="axis" aria-hidden="true">
      {shown.map((edge) =>
        edge === undefined ? null : (
          <span key={edge.text} style={{ left: `${edge.at * 100}%` }}>
            {format(edge.text)}
          </span>
        ),
      )}
    </div>
  );
}
