import { Popover } from 'radix-ui';
import { useLanguage } from '../../../i18n/language.ts';
import { Icon } from '../../../ui/icon.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { AttributeChoices } from '../attribute-choices.tsx';
import { useLookup } from '../explore-context.ts';

interface PanelChooserProps {
  /** Panels shown, in order. */
  readonly shown: readonly string[];
  readonly isDefault: boolean;
  readonly onChange: (panels: readonly string[] | null) => void;
}

/** Which panels are shown, in which order. */
export function PanelChooser({ shown, isDefault, onChange }: PanelChooserProps) {
  const { t, lang } = useLanguage();
  const { catalog, attributeById } = useLookup();
  const others = catalog.attributes.filter((attribute) => !attribute.hidden && !shown.includes(attribute.id));
  const move = (index: number, by: number) => {
    const next = [...shown];
    const [item] = next.splice(index, 1);
    if (item === undefined) return;
    next.splice(index + by, 0, item);
    onChange(next);
  };
  return (
    <Popover.Root>
      <Popover.Trigger className="button button-quiet">
        <Icon name="sliders" size={14} /> {t.group.choosePanels}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className="popover panel-chooser"
          align="end"
          sideOffset={6}
          collisionPadding={12}
          aria-label={t.group.choosePanels}
        >
          <ol className="plain-list panel-shown">
            {shown.map((id, index) => {
              const name = attributeById.get(id)?.label[lang] ?? id;
              return (
                <li key={id}>
                  <span className="grow">{name}</span>
                  <IconButton icon="up" label={t.group.moveUp(name)} disabled={index === 0} onClick={() => move(index, -1)} />
                  <IconButton
                    icon="down"
                    label={t.group.moveDown(name)}
                    disabled={index === shown.length - 1}
                    onClick={() => move(index, 1)}
                  />
                  <IconButton
                    icon="close"
                    label={t.group.hide(name)}
                    onClick={() => onChange(shown.filter((item) => item !== id))}
                  />
                </li>
              );
            })}
          </ol>
          <AttributeChoices attributes={others} label={t.group.panelSearch} onChoose={(id) => onChange([...shown, id])} />
          {isDefault ? null : (
            <button type="button" className="link-button" onClick={() => onChange(null)}>
              {t.group.panelReset}
            </button>
          )}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
