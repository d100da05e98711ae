import { SilhouetteError } from '@silhouette/model';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Accounts } from '../accounts/accounts.ts';
import { callerOf, sendCookies } from '../accounts/caller.ts';
import { readOwnPath } from '../accounts/own-path.ts';
import { noteAudit } from '../audit/audit-gate.ts';
import type { ServerContext } from '../server-context.ts';

/** Browsers go to both: they answer with redirections alone, and are no part of the API. */
export function addSsoRoutes(app: FastifyInstance, { accounts }: ServerContext): void {
  const { sso } = accounts;
  if (sso === null) return;
  const isSecure = accounts.settings.publicUrl?.protocol === 'https:';
  const cookieName = `${isSecure ? '__Host-' : ''}silhouette-sso`;
  const writeCookie = (value: string, seconds: number): string =>
    `${cookieName}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${seconds}${isSecure ? '; Secure' : ''}`;
  const options = { config: { permission: 'open' as const, audit: null }, schema: { hide: true } };
  const finish = { config: { permission: 'open' as const, audit: 'signed-in' as const }, schema: { hide: true } };
  app.get<{ readonly Querystring: { readonly next?: string } }>('/api/session/sso', options, async (request, reply) => {
    await accounts.attempts.count({ email: null, address: request.ip });
    const { next } = request.query;
    const begun = await attempt(() =>
      sso.begin(originOf(accounts, request), readOwnPath(typeof next === 'string' ? next : null)),
    );
    if (begun === null) return reply.redirect('/sign-in?problem=sso-refused', 303);
    return reply.header('set-cookie', writeCookie(begun.browser, 600)).redirect(begun.url.href, 303);
  });
  app.get('/api/session/sso/callback', finish, async (request, reply) => {
    await accounts.attempts.count({ email: null, address: request.ip });
    const query = request.url.split('?')[1] ?? '';
    const browser = readCookie(request, cookieName);
    const details = { by: sso.name };
    // Of whom the provider vouches for, whether they are let in or not; who is vouched for by nobody is nobody.
    noteAudit(request, { action: 'sign-in-failed', whenRefused: true, details });
    const done = await attempt(() =>
      sso.finish(callerOf(request), query, browser, ({ email, subject }) =>
        noteAudit(request, { subject: [email ?? subject] }),
      ),
    );
    reply.header('set-cookie', writeCookie('', 0));
    if (done === null) return reply.redirect('/sign-in?problem=sso-refused', 303);
    noteAudit(request, { action: 'signed-in', actor: done.actor, subject: [done.actor.id] });
    return sendCookies(reply, done.cookies).redirect(done.next, 303);
  });

  async function attempt<T>(step: () => Promise<T>): Promise<T | null> {
    try {
      return await step();
    } catch (error) {
      if (!(error instanceof SilhouetteError) || error.code !== 'sso-refused') throw error;
      app.log.warn({ err: error }, 'somebody was not let in by the company’s sign-in');
      return null;
    }
  }
}

/** Where browsers reach this server. */
export function originOf(accounts: Accounts, request: FastifyRequest): string {
  return accounts.settings.publicUrl?.origin ?? `http://${request.host}`;
}

function readCookie(request: FastifyRequest, name: string): string | null {
  for (const part of (request.headers.cookie ?? '').split(/;\s*/)) {
    if (part.startsWith(`${name}=`)) return part.slice(name.length + 1);
  }
  return null;
}
