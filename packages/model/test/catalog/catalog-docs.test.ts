import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseCatalogFile } from '../../src/catalog/parse-catalog-file.ts';
import { parseTimeFormat } from '../../src/catalog/parse-time-format.ts';
import { standardAttributes } from '../../src/catalog/standard-attributes.ts';
import { makeEvent, makeField } from './sample-catalog.ts';

const DOCS = readFileSync(new URL('../../../../docs/catalog.md', import.meta.url), 'utf8');
const START = 'silhouette: 1\ntimeZone: UTC\n';
const SOURCE = 'sources: { o: { files: [o.csv] } }\n';
const EVENT = 'events: { e: { from: o, customer: c, time: t } }\n';

/** The keys that a wrong one is told there are. */
function knownKeys(text: string): string[] {
  const result = parseCatalogFile(text);
  const message = result.ok ? '' : (result.issues.find((issue) => issue.code === 'unknown-key')?.message ?? '');
  return /Keys known here: (.*)\. \(line/.exec(message)?.[1]?.split(', ') ?? [];
}

describe('docs/catalog.md', () => {
  it('begins with a file that is right', () => {
    const example = /```yaml\n([\s\S]*?)```/.exec(DOCS)?.[1] ?? '';
    expect(parseCatalogFile(example)).toMatchObject({ ok: true });
  });

  it.each([
    ['the top', `${START}${SOURCE}${EVENT}qqqqqqqqqqqqqqqqqqqq: 1`, 11],
    ['sources', `${START}sources: { o: { files: [a], qqqqqqqqqqqqqqqqqqqq: 1 } }`, 5],
    ['customers', `${START}${SOURCE}customers: { from: o, key: k, qqqqqqqqqqqqqqqqqqqq: 1 }`, 7],
    ['events', `${START}${SOURCE}events: { e: { from: o, customer: c, time: t, qqqqqqqqqqqqqqqqqqqq: 1 } }`, 10],
    ['attributes', `${START}${SOURCE}customers: { from: o, key: k, attributes: { a: { qqqqqqqqqqqqqqqqqqqq: 1 } } }`, 20],
    ['computed', `${START}${SOURCE}${EVENT}computed: { a: { event: e, count: true, qqqqqqqqqqqqqqqqqqqq: 1 } }`, 25],
  ])('names every key of %s', (_, text, count) => {
    const keys = knownKeys(text);
    expect(keys).toHaveLength(count);
    expect(keys.filter((key) => !new RegExp(`\`${key}[\`:]`).test(DOCS))).toEqual([]);
  });

  it('shows formats that are formats', () => {
    const [table = ''] = /\| value \| format \|\n[\s\S]*?\n\n/.exec(DOCS) ?? [];
    const formats = [...table.matchAll(/\| `[^`]+` \| `([^`]+)` \|/g)].map((match) => match[1] ?? '');
    expect(formats).toHaveLength(5);
    for (const format of formats) expect(parseTimeFormat(format)).toMatchObject({ ok: true });
  });

  it('lists the measures of the standard set', () => {
    const event = makeEvent('e', { fields: [makeField('n', { type: 'number' }), makeField('c')] });
    const measures = new Set(standardAttributes([event]).map(({ id }) => id.split('_')[0] ?? ''));
    const [, listed = ''] = /\*\*`standard: true`\*\*([\s\S]*?)\n\n/.exec(DOCS) ?? [];
    expect([...measures].filter((measure) => !listed.includes(`\`${measure}\``))).toEqual([]);
    expect(measures.size).toBe(12);
  });
});
