import { type ComponentType, lazy } from 'react';
import { loadChunk } from './load-chunk.ts';

/** How often what had not arrived was given another chance. */
let chances = 0;

/** Pages whose code did not arrive ask for it again when they are next shown; what `lazy` makes by itself would stay broken. */
export function forgetFailedPages(): void {
  chances += 1;
}

/** A page whose code is loaded when it is first shown. */
export function makeLazyPage<Props extends object>(
  load: () => Promise<{ readonly default: ComponentType<Props> }>,
): ComponentType<Props> {
  const make = () => ({ page: lazy<ComponentType<Props>>(attempt), failedAt: null as number | null });
  let holder = make();
  async function attempt() {
    const own = holder;
    try {
      return await loadChunk(load);
    } catch (error) {
      own.failedAt = chances;
      throw error;
    }
  }
  return function LazyPage(props: Props) {
    // Not at once: React shows a page that failed once more before it gives it up.
    if (holder.failedAt !== null && holder.failedAt < chances) holder = make();
    const Page: ComponentType<Props> = holder.page;
    return <Page {...props} />;
  };
}
