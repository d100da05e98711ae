import { describe, expect, it } from 'vitest';
import { findPage, findPermission } from '../src/app/routes.ts';

describe('pages', () => {
  it('are found by their address and by what lies below it', () => {
    expect(findPage('/')).toBe('explore');
    expect(findPage('/audiences')).toBe('audiences');
    expect(findPage('/audiences/summer-buyers')).toBe('audiences');
    expect(findPage('/catalog')).toBe('catalog');
  });

  it('are not what only begins alike', () => {
    expect(findPage('/catalogue')).toBe(null);
    expect(findPage('/explorer')).toBe(null);
    expect(findPage('/nowhere')).toBe(null);
  });

  it('take what they ask first, but Explore and those for everybody', () => {
    expect(findPermission('/people')).toBe('people.manage');
    expect(findPermission('/audit')).toBe('audit.read');
    expect(findPermission('/audiences/summer-buyers')).toBe('audience.read');
    for (const path of ['/', '/roles', '/account', '/nowhere']) expect(findPermission(path)).toBe(null);
  });
});
