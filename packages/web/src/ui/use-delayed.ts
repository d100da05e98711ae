import { useEffect, useState } from 'react';

/** Whether something has been going on for longer than `delayMs`: short waits show nothing. */
export function useDelayed(isOn: boolean, delayMs = 150): boolean {
  const [isShown, setShown] = useState(false);
  useEffect(() => {
    if (!isOn) {
      setShown(false);
      return;
    }
    const timer = setTimeout(() => setShown(true), delayMs);
    return () => clearTimeout(timer);
  }, [isOn, delayMs]);
  return isOn && isShown;
}
