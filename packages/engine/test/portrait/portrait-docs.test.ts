import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PORTRAIT_PERCENTILES } from '../../src/portrait/choose-portrait-cuts.ts';
import { LEAST_TOTAL } from '../../src/portrait/compare-attribute.ts';
import { EFFECT_THRESHOLDS } from '../../src/portrait/effect-size.ts';
import { ALIKE_PHI, ECHO_PHI } from '../../src/portrait/fold-alike.ts';
import { LEAST_EXPECTED } from '../../src/portrait/test-homogeneity.ts';

const doc = readFileSync(new URL('../../../../docs/portrait.md', import.meta.url), 'utf8').replaceAll(/\s+/g, ' ');

describe('docs/portrait.md', () => {
  const { small, medium, large } = EFFECT_THRESHOLDS;
  const percents = PORTRAIT_PERCENTILES.map((p) => `${Math.round(100 * p)}th`);
  it.each([
    `from ${small} *small*, ${medium} *medium*, ${large} *large*`,
    `${percents.slice(0, -1).join(', ')} and ${percents.at(-1)} percentile`,
    `|φ| ≥ ${ALIKE_PHI}, so that`,
    `nearly the group itself (|φ| ≥ ${ECHO_PHI})`,
    `expected is below ${LEAST_EXPECTED} `,
    `at least ${LEAST_TOTAL} customers of each side`,
  ])('says: %s', (text) => {
    expect(doc).toContain(text);
  });
});
