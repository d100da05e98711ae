import { Popover } from 'radix-ui';
import { useState } from 'react';
import { useLanguage } from '../../../i18n/language.ts';
import { Icon } from '../../../ui/icon.tsx';
import { AttributeChoices } from '../attribute-choices.tsx';
import { useLookup } from '../explore-context.ts';

interface ColumnChooserProps {
  /** Attributes shown, in order. */
  readonly shown: readonly string[];
  readonly isDefault: boolean;
  readonly onChange: (columns: readonly string[] | null) => void;
}

/** Which attributes stand beside the members' keys: those shown first, then the others; personal ones when they are asked for. */
export function ColumnChooser({ shown, isDefault, onChange }: ColumnChooserProps) {
  const { t, lang } = useLanguage();
  const { catalog, attributeById } = useLookup();
  const [isPersonalShown, showPersonal] = useState(false);
  const texts = t.exploring.members;
  const open = catalog.attributes.filter(({ pii, hidden, id }) => (isPersonalShown || !pii) && !hidden && !shown.includes(id));
  return (
    <Popover.Root>
      <Popover.Trigger className="button button-quiet">
        <Icon name="sliders" size={14} /> {texts.columns}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className="popover panel-chooser column-chooser"
          align="end"
          sideOffset={6}
          collisionPadding={12}
          aria-label={texts.columns}
        >
          <p className="hint">{texts.columnCount(shown.length)}</p>
          <ul className="plain-list panel-shown">
            {shown.map((id) => (
              <li key={id}>
                <label className="check">
                  <input
                    type="checkbox"
                    checked
                    disabled={shown.length === 1}
                    onChange={() => onChange(shown.filter((item) => item !== id))}
                  />{' '}
                  {attributeById.get(id)?.label[lang] ?? id}
                </label>
              </li>
            ))}
          </ul>
          <AttributeChoices attributes={open} label={texts.search} onChoose={(id) => onChange([...shown, id])} />
          {catalog.attributes.some(({ pii, hidden }) => pii && !hidden) ? (
            <label className="check">
              <input type="checkbox" checked={isPersonalShown} onChange={() => showPersonal(!isPersonalShown)} />{' '}
              {t.exports.showPrivate}
            </label>
          ) : null}
          {isDefault ? null : (
            <button type="button" className="link-button" onClick={() => onChange(null)}>
              {texts.reset}
            </button>
          )}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
