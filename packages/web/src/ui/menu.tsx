import { DropdownMenu } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';
import { HandBackFocus } from './hand-back-focus.tsx';
import { Icon } from './icon.tsx';
import { MENU_ITEMS, moveFocusAtOnce } from './move-focus.ts';

interface MenuProps {
  /** What opens it: one button. */
  readonly trigger: ReactElement;
  readonly children: ReactNode;
}

/** A menu below a button; in its place in the document, so that it belongs to what it stands in, and the page goes on around it. */
export function Menu({ trigger, children }: MenuProps) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Content
        className="menu"
        align="end"
        sideOffset={6}
        collisionPadding={8}
        onKeyDownCapture={(event) => moveFocusAtOnce(event, MENU_ITEMS)}
      >
        <HandBackFocus />
        {children}
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  );
}

/** Something to do. */
export function MenuItem({ onSelect, children }: { readonly onSelect: () => void; readonly children: ReactNode }) {
  return (
    <DropdownMenu.Item className="menu-item" onSelect={onSelect}>
      {children}
    </DropdownMenu.Item>
  );
}

/** A line between parts of a menu. */
export function MenuLine() {
  return <DropdownMenu.Separator className="menu-line" />;
}

interface MenuChoiceProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly label: string; readonly lang?: string }[];
  readonly onChange: (value: T) => void;
}

/** One of few, with its name above. */
export function MenuChoice<T extends string>({ label, value, options, onChange }: MenuChoiceProps<T>) {
  const choose = (text: string) => {
    const chosen = options.find((option) => option.value === text);
    if (chosen !== undefined) onChange(chosen.value);
  };
  return (
    <DropdownMenu.RadioGroup value={value} onValueChange={choose} aria-label={label}>
      <DropdownMenu.Label className="menu-label">{label}</DropdownMenu.Label>
      {options.map((option) => (
        <DropdownMenu.RadioItem key={option.value} value={option.value} className="menu-item" lang={option.lang}>
          <span className="menu-check">
            <DropdownMenu.ItemIndicator>
              <Icon name="check" size={14} />
            </DropdownMenu.ItemIndicator>
          </span>
          {option.label}
        </DropdownMenu.RadioItem>
      ))}
    </DropdownMenu.RadioGroup>
  );
}
