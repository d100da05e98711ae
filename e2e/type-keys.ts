import type { Page } from 'playwright-core';

/** Keys as the browser's protocol names them. */
const KEYS: {
  readonly [key: string]: { readonly code: string; readonly windowsVirtualKeyCode: number; readonly text?: string };
} = {
  Enter: { code: 'Enter', windowsVirtualKeyCode: 13, text: '\r' },
  Escape: { code: 'Escape', windowsVirtualKeyCode: 27 },
  End: { code: 'End', windowsVirtualKeyCode: 35 },
  ArrowLeft: { code: 'ArrowLeft', windowsVirtualKeyCode: 37 },
  ArrowUp: { code: 'ArrowUp', windowsVirtualKeyCode: 38 },
  ArrowRight: { code: 'ArrowRight', windowsVirtualKeyCode: 39 },
  ArrowDown: { code: 'ArrowDown', windowsVirtualKeyCode: 40 },
  z: { code: 'KeyZ', windowsVirtualKeyCode: 90 },
};
const MODIFIERS: { readonly [name: string]: number } = { Alt: 1, Control: 2, Shift: 8 };

/** Makes the page's computer some times slower. */
export async function slowDown(page: Page, times: number): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: times });
}

/** Types keys ("Alt+ArrowUp") one right after the other, none waiting for what the one before it does. @throws of unknown ones */
export async function typeAtOnce(page: Page, keys: readonly string[]): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const sent = keys.flatMap((name) => {
    const [key = '', ...held] = name.split('+').reverse();
    const known = KEYS[key];
    if (known === undefined) throw new Error(`No key ${name}.`);
    const modifiers = held.reduce((sum, modifier) => sum + (MODIFIERS[modifier] ?? 0), 0);
    const { text, ...rest } = known;
    const down = text === undefined ? { type: 'rawKeyDown' as const } : { type: 'keyDown' as const, text };
    return [
      session.send('Input.dispatchKeyEvent', { ...down, ...rest, key, modifiers }),
      session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...rest, key, modifiers }),
    ];
  });
  await Promise.all(sent);
}
