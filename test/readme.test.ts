import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '..');
const READMES = ['README.md', 'README.ko.md'] as const;
const MOST_IMAGE_BYTES = 200_000;
const IMAGE_WIDTH = 1280;

const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

/** The commands of a README's blocks, line by line, without what is said of them. */
function readCommands(text: string): string[] {
  return [...text.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, block = '']) =>
    block
      .split('\n')
      .map((line) => line.replace(/\s+# .*$/, '').trimEnd())
      .filter((line) => line !== ''),
  );
}

const linksOf = (text: string) => [...text.matchAll(/\]\(([^)#]+)\)/g)].map(([, target = '']) => target);

describe('the READMEs', () => {
  test('give the same commands in both languages', () => {
    const [english, korean] = READMES.map((path) => readCommands(read(path)));
    expect(english?.length).toBeGreaterThan(10);
    expect(english).toContain('npm run demo');
    expect(korean).toEqual(english);
  });

  test('name scripts and commands that exist', () => {
    const { scripts } = JSON.parse(read('package.json'));
    const commands = readdirSync(join(ROOT, 'packages/cli/src/commands')).map((file) => file.replace(/\.ts$/, ''));
    for (const line of READMES.flatMap((path) => readCommands(read(path)))) {
      const script = /^npm (?:run )?([\w-]+)/.exec(line)?.[1];
      if (script !== undefined) expect(Object.keys(scripts), line).toContain(script);
      const command = /^npx silhouette ([\w-]+)/.exec(line)?.[1];
      if (command !== undefined) expect(commands, line).toContain(command);
    }
  });

  test('have headings and a map alike, and lead only to what is there', () => {
    const [english, korean] = READMES.map((path) => linksOf(read(path)).filter((target) => target.startsWith('docs/')));
    const withoutLanguage = (links: readonly string[] = []) => links.map((link) => link.replace(/-(?:ko|en)\.png$/, '.png'));
    expect(withoutLanguage(korean)).toEqual(withoutLanguage(english));
    for (const path of READMES) {
      for (const target of linksOf(read(path))) {
        if (/^https?:/.test(target)) continue;
        expect(existsSync(join(ROOT, target)), `${path}: ${target}`).toBe(true);
      }
    }
  });

  test('show small screens, each in the language of the page', () => {
    const images = readdirSync(join(ROOT, 'docs/images'));
    expect(images.length).toBeGreaterThanOrEqual(4);
    for (const image of images) {
      const path = join(ROOT, 'docs/images', image);
      expect(statSync(path).size, image).toBeLessThan(MOST_IMAGE_BYTES);
      const header = readFileSync(path).subarray(0, 24);
      expect(header.subarray(1, 4).toString('latin1'), image).toBe('PNG');
      expect(header.readUInt32BE(16), image).toBe(IMAGE_WIDTH);
    }
    for (const [path, lang] of [
      ['README.md', 'en'],
      ['README.ko.md', 'ko'],
    ] as const) {
      const shown = linksOf(read(path)).filter((target) => target.endsWith('.png'));
      expect(shown.length, path).toBeGreaterThanOrEqual(2);
      expect(shown.every((target) => target.endsWith(`-${lang}.png`))).toBe(true);
    }
  });
});
