import { expect, it } from 'vitest';
import { joinEnglish, lowerLabel, pluralise, withArticle } from '../../src/sentence/english-words.ts';

it.each([
  ['purchase', 'purchases'],
  ['store visit', 'store visits'],
  ['delivery', 'deliveries'],
  ['survey', 'surveys'],
  ['wish', 'wishes'],
  ['box', 'boxes'],
  ['class', 'classes'],
  ['status', 'statuses'],
  ['purchases', 'purchases'],
  ['app opens', 'app opens'],
  ['구매', '구매'],
  ['SMS', 'SMS'],
])('the plural of %s is %s', (name, plural) => expect(pluralise(name)).toBe(plural));

it.each([
  ['purchase', 'a purchase'],
  ['order', 'an order'],
  ['app open', 'an app open'],
  ['hour', 'an hour'],
  ['user', 'a user'],
  ['unit', 'a unit'],
  ['uninstall', 'an uninstall'],
  ['one-off', 'a one-off'],
  ['SMS', 'an SMS'],
  ['URL', 'a URL'],
  ['8-pack', 'an 8-pack'],
  ['구매', '구매'],
])('%s is said as %s', (name, said) => expect(withArticle(name)).toBe(said));

it('lowers labels but no initialisms, and quotes those with commas', () => {
  expect(['Age band', 'SMS consent', 'A day', 'iPhone', 'Count, all'].map(lowerLabel)).toEqual([
    'age band',
    'SMS consent',
    'a day',
    'iPhone',
    '“Count, all”',
  ]);
});

it('joins with commas and one word', () => {
  expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map((texts) => joinEnglish(texts, 'or'))).toEqual([
    '',
    'a',
    'a or b',
    'a, b or c',
  ]);
});
