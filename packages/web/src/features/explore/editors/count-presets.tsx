import { useLanguage } from '../../../i18n/language.ts';
import type { Compare, CompareTest, ExistsTest } from '../definition/tree.ts';

interface CountPresetsProps {
  readonly test: CompareTest | ExistsTest;
  readonly onChange: (test: CompareTest) => void;
}

/** The two questions a number of times is asked most: whether it happened at all, and whether it never did. */
export function CountPresets({ test, onChange }: CountPresetsProps) {
  const { t } = useLanguage();
  const presets: readonly { readonly name: string; readonly compare: Compare }[] = [
    { name: t.event.once, compare: { gte: '1' } },
    { name: t.event.never, compare: { lte: '0' } },
  ];
  return (
    <div className="window-presets">
      {presets.map(({ name, compare }) => (
        <button
          key={name}
          type="button"
          className="chip"
          aria-pressed={test.kind === 'compare' && JSON.stringify(test.compare) === JSON.stringify(compare)}
          onClick={() => onChange({ kind: 'compare', compare })}
        >
          {name}
        </button>
      ))}
    </div>
  );
}
