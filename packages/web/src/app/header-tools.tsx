import { createContext, type ReactNode, useContext } from 'react';
import { createPortal } from 'react-dom';

/** The place in the header where a page puts its own tools; null until it is there. */
export const HeaderToolsContext = createContext<HTMLElement | null>(null);

/** Tools of a page, shown in the header. */
export function HeaderTools({ children }: { readonly children: ReactNode }) {
  const place = useContext(HeaderToolsContext);
  return place === null ? null : createPortal(children, place);
}
