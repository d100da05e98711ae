import { useLanguage } from '../../../i18n/language.ts';
import type { ComparedPanel } from '../compare/compare-panel.ts';
import { measureRest } from '../compare/measure-rest.ts';
import type { Versus } from '../compare/versus.ts';
import type { SlotPlace } from '../drag/drop-place.ts';
import { Bar } from './bar.tsx';

interface MissingBarProps {
  readonly panel: ComparedPanel;
  readonly versus: Versus['kind'];
  /** The attribute's name. */
  readonly name: string;
  readonly onAdd: (place?: SlotPlace) => void;
}

/** Those of the group without a value, as a share of all of it; nothing where all have one. */
export function MissingBar({ panel, versus, name, onAdd }: MissingBarProps) {
  const { t } = useLanguage();
  if (panel.missing === 0) return null;
  const { basePresent, baseMissing } = panel;
  const baseOf = basePresent === null || baseMissing === null ? null : basePresent + baseMissing;
  const measured = measureRest(panel.missing, panel.present + panel.missing, baseMissing, baseOf);
  return (
    <div className="bars bars-missing">
      <Bar
        label={t.group.missing}
        name={`${name} · ${t.group.missing}`}
        {...measured}
        widest={1}
        versus={versus}
        isQuiet
        onAdd={onAdd}
      />
    </div>
  );
}
