import {
  linkAnswerSchema,
  linkLookSchema,
  linkUseSchema,
  meSchema,
  SilhouetteError,
  secondFactorRequestSchema,
  setUpRequestSchema,
  signInAnswerSchema,
  signInRequestSchema,
  signInWaysSchema,
} from '@silhouette/model';
import type { FastifyInstance } from 'fastify';
import { accessOf } from '../access/access-gate.ts';
import { callerOf, sendCookies } from '../accounts/caller.ts';
import { LONGEST_ADDRESS } from '../accounts/read-address.ts';
import { readEmail, readName, readNewPassword } from '../accounts/read-password.ts';
import { tellScopes } from '../accounts/tell-scopes.ts';
import { noteAudit } from '../audit/audit-gate.ts';
import { findTimeZone } from '../find-time-zone.ts';
import { describeResponses, toJsonSchema } from '../openapi.ts';
import { BodyReader } from '../read-body.ts';
import type { ServerContext } from '../server-context.ts';

const TAGS = ['accounts'];
const DONE = { 204: { description: 'Done', type: 'null' } };

/** Getting in and out: `/api/session`, `/api/set-up`, `/api/links`, `/api/me`. */
export function addSessionRoutes(app: FastifyInstance, context: ServerContext): void {
  addMeRoutes(app, context);
  addSignInRoutes(app, context);
  addSetUpRoute(app, context);
  addLinkRoutes(app, context);
}

function addMeRoutes(app: FastifyInstance, { accounts, snapshots, audiences }: ServerContext): void {
  const me = describeResponses(meSchema, 'Who asks, and what they may do');
  app.get(
    '/api/me',
    { config: { permission: 'signed-in', audit: null }, schema: { tags: TAGS, response: me } },
    async (request) => {
      const access = accessOf(request);
      const { id: timeZone } = await findTimeZone(snapshots);
      return { ...(await tellScopes(access, snapshots, audiences)(await accounts.me(access))), timeZone };
    },
  );
  const ways = describeResponses(signInWaysSchema, 'How one can get in');
  app.get(
    '/api/session/ways',
    { config: { permission: 'open', audit: null }, schema: { tags: TAGS, response: ways } },
    async (request) => ({
      setUp: accounts.authenticator.isLocal(request) && !(await accounts.exist()),
      sso: accounts.sso?.name ?? null,
    }),
  );
}

function addSignInRoutes(app: FastifyInstance, { accounts }: ServerContext): void {
  const response = describeResponses(signInAnswerSchema, 'Signed in by a cookie, or asked for the second factor');
  const body = toJsonSchema(signInRequestSchema);
  app.post(
    '/api/session',
    { config: { permission: 'open', audit: 'signed-in' }, schema: { tags: TAGS, body, response } },
    async (request, reply) => {
      const reader = new BodyReader(request.body, ['email', 'password']);
      reader.required('email');
      reader.required('password');
      const email = (reader.text('email') ?? '').trim().toLowerCase();
      const password = reader.text('password') ?? '';
      reader.finish();
      // Recorded also when it fails, for whoever it was tried; of what is too long for an address its beginning.
      noteAudit(request, { action: 'sign-in-failed', whenRefused: true, subject: [email.slice(0, LONGEST_ADDRESS)] });
      const { state, cookies, actor } = await accounts.signIn.signIn(callerOf(request), email, password);
      noteAudit(
        request,
        state === 'signed-in'
          ? { action: 'signed-in', actor, subject: [actor.id] }
          : { action: 'password-accepted', subject: [actor.id, email] },
      );
      return sendCookies(reply, cookies).send({ state });
    },
  );
  const second = toJsonSchema(secondFactorRequestSchema);
  app.post(
    '/api/session/second-factor',
    { config: { permission: 'open', audit: 'signed-in' }, schema: { tags: TAGS, body: second, response } },
    async (request, reply) => {
      const reader = new BodyReader(request.body, ['code', 'recoveryCode']);
      const code = reader.text('code');
      const recovery = reader.text('recoveryCode');
      if ((code === null) === (recovery === null))
        reader.report('code', 'missing-key', 'Give either "code" or "recoveryCode".');
      reader.finish();
      const kind = code === null ? 'recovery' : 'code';
      const given = (code ?? recovery ?? '').replace(/\s/g, '');
      noteAudit(request, { action: 'sign-in-failed', whenRefused: true, details: { kind } });
      const { cookies, actor } = await accounts.signIn.verify(callerOf(request), kind, given, ({ id, name }) =>
        noteAudit(request, { subject: [id, name] }),
      );
      noteAudit(request, { action: 'signed-in', actor, subject: [actor.id] });
      return sendCookies(reply, cookies).send({ state: 'signed-in' });
    },
  );
  app.delete(
    '/api/session',
    { config: { permission: 'open', audit: 'signed-out' }, schema: { tags: TAGS, response: DONE } },
    async (request, reply) => {
      const { cookies, actor } = await accounts.signIn.signOut(callerOf(request));
      noteAudit(request, actor === null ? { action: null } : { actor, subject: [actor.id] });
      return sendCookies(reply, cookies).code(204).send();
    },
  );
}

function addSetUpRoute(app: FastifyInstance, { accounts }: ServerContext): void {
  const body = toJsonSchema(setUpRequestSchema);
  const response = { 204: { description: 'The first account is made: an administrator', type: 'null' } };
  app.post(
    '/api/set-up',
    { config: { permission: 'open', audit: 'person-changed' }, schema: { tags: TAGS, body, response } },
    async (request, reply) => {
      if (!accounts.authenticator.isLocal(request)) {
        const message =
          'The first account is made at the machine itself: "silhouette people add-owner", or /setup at localhost.';
        throw SilhouetteError.of('not-allowed', message);
      }
      await accounts.attempts.count({ email: null, address: request.ip });
      const reader = new BodyReader(request.body, ['name', 'email', 'password']);
      const first = {
        name: readName(reader, 'name'),
        email: readEmail(reader, 'email'),
        password: readNewPassword(reader, 'password'),
      };
      reader.finish();
      await accounts.setUp(first);
      noteAudit(request, { subject: [first.email], details: { what: 'set-up', role: 'admin' } });
      return reply.code(204).send();
    },
  );
}

function addLinkRoutes(app: FastifyInstance, { accounts }: ServerContext): void {
  const seen = {
    tags: TAGS,
    body: toJsonSchema(linkLookSchema),
    response: describeResponses(linkAnswerSchema, 'What it is for'),
  };
  app.post('/api/links/look', { config: { permission: 'open', audit: null }, schema: seen }, async (request) => {
    await accounts.attempts.count({ email: null, address: request.ip });
    const reader = new BodyReader(request.body, ['token']);
    reader.required('token');
    const token = reader.text('token') ?? '';
    reader.finish();
    return accounts.links.look(token);
  });
  const used = {
    tags: TAGS,
    body: toJsonSchema(linkUseSchema),
    response: describeResponses(linkAnswerSchema.pick({ email: true }), 'Whose account it is'),
  };
  app.post('/api/links/use', { config: { permission: 'open', audit: 'person-changed' }, schema: used }, async (request) => {
    await accounts.attempts.count({ email: null, address: request.ip });
    const reader = new BodyReader(request.body, ['token', 'password', 'name']);
    reader.required('token');
    const token = reader.text('token') ?? '';
    const password = readNewPassword(reader, 'password');
    const name = reader.plain('name') === undefined || reader.plain('name') === null ? null : readName(reader, 'name');
    reader.finish();
    const email = await accounts.links.use(token, password, name);
    noteAudit(request, { subject: [email], details: { what: 'link-used' } });
    return { email };
  });
}
