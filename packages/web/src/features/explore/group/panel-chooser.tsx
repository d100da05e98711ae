import { readSearch } from '@silhouette/model';
import { Popover } from 'radix-ui';
import { useState } from 'react';
import { useLanguage } from '../../../i18n/language.ts';
import { Icon } from '../../../ui/icon.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { isFound } from '../catalog/search-catalog.ts';
import { useLookup } from '../explore-context.ts';

interface PanelChooserProps {
  /** Panels shown, in order. */
  readonly shown: readonly string[];
  readonly isDefault: boolean;
  readonly onChange: (panels: readonly string[] | null) => void;
}

/** Attributes listed at once. */
const LISTED = 60;

/** Which panels are shown, in which order. */
export function PanelChooser({ shown, isDefault, onChange }: PanelChooserProps) {
  const { t, lang } = useLanguage();
  const { catalog, attributeById } = useLookup();
  const [search, setSearch] = useState('');
  const sought = readSearch(search);
  const others = catalog.attributes.filter(
    (attribute) => !attribute.hidden && !shown.includes(attribute.id) && isFound(attribute, sought),
  );
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
          <input
            type="search"
            className="input"
            aria-label={t.group.panelSearch}
            placeholder={t.group.panelSearch}
            value={search}
            onChange={(event) => setSearch(event.target.value)}
          />
          <ul className="plain-list panel-others">
            {others.slice(0, LISTED).map((attribute) => (
              <li key={attribute.id}>
                <button type="button" className="choice" onClick={() => onChange([...shown, attribute.id])}>
                  <Icon name="plus" size={12} /> {attribute.label[lang]}
                </button>
              </li>
            ))}
          </ul>
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
