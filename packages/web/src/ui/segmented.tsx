interface SegmentedProps<T extends string> {
  /** What is chosen, for screen readers. */
  readonly label: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly label: string }[];
  readonly onChange: (value: T) => void;
  readonly small?: boolean;
}

/** A choice of few, all in sight; a press of the one that is chosen changes nothing. */
export function Segmented<T extends string>({ label, value, options, onChange, small = false }: SegmentedProps<T>) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out in a row by every browser
    <div role="group" aria-label={label} className={`segmented ${small ? 'segmented-small' : ''}`}>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === value}
          onClick={() => (option.value === value ? undefined : onChange(option.value))}
        >
          {option.label}
        </button>
      ))}
    </div>
  );
}
