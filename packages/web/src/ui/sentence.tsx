/** Days, and shares with the particle that Korean ties to them. */
const UNBROKEN = /(\d{4}-\d{2}-\d{2}|[\d.,]+%[가-힣]*)/;

/** A sentence about a group, as people read it: its days (`2026-08-22`) and shares are never broken at the end of a line. */
export function Sentence({ text }: { readonly text: string }) {
  return text.split(UNBROKEN).map((part, index) =>
    index % 2 === 0 ? (
      part
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts are their places
      <span key={index} className="unbroken">
        {part}
      </span>
    ),
  );
}
