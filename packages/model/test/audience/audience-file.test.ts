import { describe, expect, it } from 'vitest';
import { isSameAudience, parseAudienceFile, replaceFileVersion, writeAudienceFile } from '../../src/audience/audience-file.ts';
import { parseJsonText } from '../../src/text/parse-json-text.ts';
import { toJsonData } from '../../src/text/to-json-data.ts';

const audience = {
  id: 'vip',
  name: 'yes: #1',
  description: 'two\nlines, and a long one that no reader of a diff wants to see folded at eighty characters of width, ever',
  tags: ['on', '가'],
  version: 3,
  definition: {
    any: [{ customers: ['007', '1e3', 'null', ' x'] }, { attribute: 'age', gte: 30.5, lt: '0.10000000000000000001' }],
  },
};

describe('files of saved audiences', () => {
  it('read back as they were written', () => {
    const file = parseAudienceFile(writeAudienceFile(audience));
    expect({ ...file, definition: toJsonData(file.definition) }).toEqual(audience);
    expect(isSameAudience(file, audience)).toBe(true);
    const bare = { ...audience, description: null, tags: [] };
    expect(writeAudienceFile(bare)).not.toMatch(/description|tags/);
    expect(parseAudienceFile(writeAudienceFile(bare))).toMatchObject({ description: null, tags: [] });
  });

  it('quote what readers of YAML 1.1 would take for no text', () => {
    const texts = ['no', 'Y', 'on', '12:30', '1_000', '0o17'];
    const lines = writeAudienceFile({ ...audience, tags: texts }).split('\n');
    for (const text of texts) expect(lines).toContain(`  - "${text}"`);
    expect(writeAudienceFile({ ...audience, name: '여성' })).toContain('name: 여성\n');
  });

  it.each([{ name: 'other' }, { description: null }, { tags: ['가', 'on'] }, { definition: { any: [] } }])(
    'differ by %j',
    (change) => {
      expect(isSameAudience(parseAudienceFile(writeAudienceFile(audience)), { ...audience, ...change })).toBe(false);
    },
  );

  it('say the same with keys in another order and numbers spelt otherwise', () => {
    const file = parseAudienceFile('id: a\nname: A\ndefinition: { lt: 40.0, gte: 3e1, attribute: age }\n');
    expect(
      isSameAudience(file, { name: 'A', description: null, tags: [], definition: { attribute: 'age', gte: 30, lt: 40 } }),
    ).toBe(true);
  });

  it.each([
    ['version: 1 # ours\nid: a\n', 'version: 12 # ours\nid: a\n'],
    ['id: a\nversion:\nname: "x"\n', 'id: a\nversion: 12\nname: "x"\n'],
    ['id: a # b', 'id: a # b\nversion: 12\n'],
    ['description: |\n  version: 1\nid: a\n', 'description: |\n  version: 1\nid: a\nversion: 12\n'],
    ['{ id: a, version: 1 }\n', '{ id: a, version: 12 }\n'],
    ['{ id: a }\n', '{ id: a, version: 12 }\n'],
    ['id: a\n# the end\n...\n', 'id: a\n# the end\nversion: 12\n...\n'],
    ['id: a\r\nname: b\r\n', 'id: a\r\nname: b\r\nversion: 12\r\n'],
    ['id: a\r\nversion:\r\nname: b\r\n', 'id: a\r\nversion: 12\r\nname: b\r\n'],
    ['version: !!int 3\nid: a\n', 'version: !!int 12\nid: a\n'],
  ])('get another version and stay as they are: %j', (before, after) => {
    expect(replaceFileVersion(before, 12)).toBe(after);
  });

  it('tell everything that is wrong', () => {
    const codes = (text: string) => {
      try {
        return parseAudienceFile(text);
      } catch (error) {
        return Object(error).issues.map(({ path, code }: { path: string; code: string }) => `${path} ${code}`);
      }
    };
    expect(codes('id: A/b\nname: 1\ntags: [1]\nversion: 1.5\ndefinition: []\nx: 1\n')).toEqual([
      'x unknown-key',
      'id invalid-value',
      'name wrong-type',
      'definition wrong-type',
      'tags wrong-type',
      'version invalid-value',
    ]);
    expect(codes('- a\n')).toEqual([' wrong-type']);
  });
});

describe('data for programs that read floats', () => {
  it.each([
    ['30', 30],
    ['30.50', 30.5],
    ['-0.1', -0.1],
    ['1e3', 1000],
    ['9007199254740991', 9007199254740991],
    ['9007199254740992', '9007199254740992'],
    ['0.1000000000000000055511151231257827', '0.1000000000000000055511151231257827'],
    ['1e400', '1e400'],
    ['123456789.123456789', '123456789.123456789'],
  ])('%s is %j', (text, expected) => {
    expect(toJsonData(parseJsonText(`[${text}]`))).toEqual([expected]);
  });

  it('keeps keys that are none of an object', () => {
    expect(JSON.stringify(toJsonData(parseJsonText('{"__proto__":{"a":1}}')))).toBe('{"__proto__":{"a":1}}');
  });
});
