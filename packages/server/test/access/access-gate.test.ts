import { PERMISSIONS, SilhouetteError } from '@silhouette/model';
import Fastify from 'fastify';
import { describe, expect, it } from 'vitest';
import { giveLocalAccess } from '../../src/access/access.ts';
import { type Authenticate, accessOf, addAccessGate } from '../../src/access/access-gate.ts';

function makeGated(authenticate: Authenticate) {
  const app = Fastify();
  app.setErrorHandler((error, _request, reply) => {
    if (!(error instanceof SilhouetteError)) throw error;
    return reply.code(error.status).send({ code: error.code, message: error.message });
  });
  addAccessGate(app, authenticate);
  app.get('/open', { config: { permission: 'open' } }, async () => 'open');
  app.get('/known', { config: { permission: 'signed-in' } }, async (request) => accessOf(request).actor.name);
  app.get('/people', { config: { permission: 'people.manage' } }, async () => 'people');
  return app;
}

describe('the gate', () => {
  it('lets nobody unknown past what is open', async () => {
    const app = makeGated(async () => null);
    expect((await app.inject('/open')).statusCode).toBe(200);
    expect((await app.inject('/known')).statusCode).toBe(401);
    expect((await app.inject('/people')).statusCode).toBe(401);
    expect((await app.inject({ method: 'HEAD', url: '/people' })).statusCode).toBe(401);
    expect((await app.inject('/none')).statusCode).toBe(404);
  });

  it('asks each route’s own permission', async () => {
    const all = giveLocalAccess();
    const permissions = new Set(PERMISSIONS.filter((one) => one !== 'people.manage'));
    const app = makeGated(async () => ({ ...all, permissions }));
    expect((await app.inject('/known')).body).toBe(all.actor.name);
    const refused = await app.inject('/people');
    expect(refused.statusCode).toBe(403);
    expect(refused.json().message).toContain('"people.manage"');
    expect((await app.inject({ method: 'HEAD', url: '/people' })).statusCode).toBe(403);
    expect((await makeGated(async () => all).inject('/people')).body).toBe('people');
  });

  it('does not take a route that says nothing of whom it lets in', () => {
    const app = makeGated(async () => null);
    expect(() => app.get('/forgotten', async () => 'all')).toThrow('does not say whom it lets in');
  });
});
