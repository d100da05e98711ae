import { Tabs as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { moveFocusAtOnce, TABS } from './move-focus.ts';

interface TabsProps<T extends string> {
  /** What the tabs are of, for screen readers. */
  readonly label: string;
  readonly value: T;
  readonly tabs: readonly { readonly value: T; readonly label: string; readonly count?: string }[];
  readonly onChange: (value: T) => void;
  /** What the chosen tab holds. */
  readonly children: ReactNode;
}

/** Views of one thing, one at a time. */
export function Tabs<T extends string>({ label, value, tabs, onChange, children }: TabsProps<T>) {
  const choose = (text: string) => {
    const chosen = tabs.find((tab) => tab.value === text);
    if (chosen !== undefined) onChange(chosen.value);
  };
  return (
    <Radix.Root className="tabs" value={value} onValueChange={choose}>
      <Radix.List className="tab-list" aria-label={label} onKeyDownCapture={(event) => moveFocusAtOnce(event, TABS)}>
        {tabs.map((tab) => (
          <Radix.Trigger key={tab.value} className="tab" value={tab.value}>
            {tab.label}
            {tab.count === undefined ? null : <span className="tab-count">{tab.count}</span>}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {tabs.map((tab) => (
        <Radix.Content key={tab.value} className="tab-content" value={tab.value} tabIndex={-1}>
          {tab.value === value ? children : null}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
