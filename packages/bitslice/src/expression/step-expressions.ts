import type { MaskExpression } from './expression.ts';

/**
 * Sets that are counted one after another, and those inside of them. Of `all`, each leaves what is in it and in those before; of `any`,
 * each adds to what those before found. A group inside of a part chooses among whom the parts of `all` before it left. In order: each
 * part, then the parts inside of it.
 */
export interface StepExpressions {
  readonly join: 'all' | 'any';
  readonly parts: readonly { readonly expression: MaskExpression; readonly inner: StepExpressions | null }[];
}
