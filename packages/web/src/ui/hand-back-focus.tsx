import { useLayoutEffect } from 'react';

/**
 * Gives the focus back to where it was in the very moment in which what it stands in (a menu, a popover, a window) closes.
 * The library does so a moment later, when the next key of somebody who types fast has come and gone nowhere.
 */
export function HandBackFocus(): null {
  useLayoutEffect(() => {
    const opener = document.activeElement;
    const handBack = () => {
      const isNowhere = document.activeElement === null || document.activeElement === document.body;
      if (isNowhere && opener instanceof HTMLElement && opener.isConnected) opener.focus();
    };
    // Once it is gone from the page: as long as it is there it would take the focus back.
    return () => queueMicrotask(handBack);
  }, []);
  return null;
}
