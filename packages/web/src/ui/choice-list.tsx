import type { ReactNode } from 'react';

/** A list of buttons to choose from, named for screen readers. */
export function ChoiceList({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <fieldset className="choice-list">
      <legend className="visually-hidden">{label}</legend>
      {children}
    </fieldset>
  );
}
