/** Drawings on a 16 x 16 grid, strokes in the colour of the text. */
const PATHS = {
  search: 'M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10Zm3.6-1.4L14 14',
  close: 'M4 4l8 8M12 4l-8 8',
  undo: 'M6 3 3 6l3 3M3 6h6.5a3.5 3.5 0 0 1 0 7H7',
  redo: 'M10 3l3 3-3 3M13 6H6.5a3.5 3.5 0 0 0 0 7H9',
  link: 'M6.5 9.5l3-3M7 5l1.6-1.6a2.8 2.8 0 0 1 4 4L11 9M9 11l-1.6 1.6a2.8 2.8 0 0 1-4-4L5 7',
  plus: 'M8 3v10M3 8h10',
  minus: 'M3 8h10',
  more: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
  drag: 'M6 4h.01M6 8h.01M6 12h.01M10 4h.01M10 8h.01M10 12h.01',
  down: 'M4 6l4 4 4-4',
  download: 'M8 2.5v7.5M5 7l3 3 3-3M3 13h10',
  right: 'M6 4l4 4-4 4',
  up: 'M4 10l4-4 4 4',
  check: 'M3 8.5l3.2 3L13 4.5',
  warn: 'M8 2.5 14.5 13.5h-13ZM8 6.5v3M8 11.6h.01',
  info: 'M8 14.2A6.2 6.2 0 1 0 8 1.8a6.2 6.2 0 0 0 0 12.4ZM8 7.4v3.8M8 4.9h.01',
  filter: 'M2.5 4h11M4.5 8h7M6.5 12h3',
  sliders: 'M3 5h6M13 5h0M11 3.5v3M3 11h0M7 11h6M5 9.5v3M9 5h2M5 11h0',
  clock: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 5v3.2l2 1.3',
  people:
    'M6 7.5a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6ZM1.8 13c.3-2.4 2-3.7 4.2-3.7s3.9 1.3 4.2 3.7M10.6 3.2a2.2 2.2 0 0 1 0 4.1M11.6 9.6c1.5.4 2.4 1.6 2.6 3.4',
  steps: 'M2.5 12.5h3.5v-4h4v-4h3.5',
  boolean: 'M5 4.5h6a3.5 3.5 0 0 1 0 7H5a3.5 3.5 0 0 1 0-7ZM5.5 8h.01',
  category: 'M3 4h10M3 8h6.5M3 12h4',
  date: 'M3 4.5h10v9H3ZM3 7.5h10M5.5 2.5v3M10.5 2.5v3',
  datetime: 'M3 4.5h10v9H3ZM3 7.5h10M5.5 2.5v3M10.5 2.5v3M8 9v2l1.2.7',
  number: 'M6.2 2.5l-1.4 11M11.2 2.5l-1.4 11M3 6h10.5M2.5 10H13',
  tags: 'M2.5 3h5l6 6-4.6 4.6-6.4-6.2ZM5.3 5.8h.01',
  text: 'M3.5 4.5v-1h9v1M8 3.5v9M6.5 12.5h3',
  event: 'M9 1.8 3.5 9H8l-1 5.2L12.5 7H8Z',
} as const;

/** Names of the drawings. */
export type IconName = keyof typeof PATHS;

/** A small drawing; always beside or inside something with a name of its own. */
export function Icon({ name, size = 16 }: { readonly name: IconName; readonly size?: number }) {
  const weight = name === 'more' || name === 'drag' ? 2.2 : 1.5;
  return (
    <svg
      className="icon"
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth={weight}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
