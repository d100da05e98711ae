import { describe, expect, it } from 'vitest';
import { findPage } from '../src/app/routes.ts';

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
});
