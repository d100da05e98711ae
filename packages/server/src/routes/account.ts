import {
  apiKeyListSchema,
  apiKeyRequestSchema,
  codeProofSchema,
  findRoleConflict,
  isPermission,
  type Me,
  newApiKeySchema,
  passwordChangeSchema,
  passwordProofSchema,
  recoveryCodesSchema,
  SilhouetteError,
  secondFactorStartSchema,
  sessionListSchema,
} from '@silhouette/model';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Access } from '../access/access.ts';
import { accessOf } from '../access/access-gate.ts';
import type { Accounts } from '../accounts/accounts.ts';
import { callerOf, sendCookies } from '../accounts/caller.ts';
import { readName, readNewPassword } from '../accounts/read-password.ts';
import { noteAudit } from '../audit/audit-gate.ts';
import { describeResponses, toJsonSchema } from '../openapi.ts';
import { BodyReader } from '../read-body.ts';
import type { ServerContext } from '../server-context.ts';

const TAGS = ['accounts'];
const READ = { permission: 'signed-in', audit: null } as const;
const CHANGE = { permission: 'signed-in', audit: 'person-changed' } as const;
const DONE = { 204: { description: 'Done', type: 'null' } };
/** People are named by their addresses, in the log, beside exports and saved audiences; programs by what their keys are called. */
const NO_ADDRESS =
  '"name" must not look like an e-mail address: what the key does stands under it, and would look like somebody else’s.';

interface ById {
  readonly Params: { readonly id: string };
}

/** One's own account: `/api/account`, `/api/sessions`, `/api/keys`. Keys cannot use them: a key makes no other. */
export function addAccountRoutes(app: FastifyInstance, context: ServerContext): void {
  addPasswordRoute(app, context);
  addSecondFactorRoutes(app, context);
  addSessionListRoutes(app, context);
  addKeyRoutes(app, context);
}

function addPasswordRoute(app: FastifyInstance, { accounts }: ServerContext): void {
  const schema = { tags: TAGS, body: toJsonSchema(passwordChangeSchema), response: DONE };
  app.post('/api/account/password', { config: CHANGE, schema }, async (request, reply) => {
    const own = await requireOwn(accounts, request);
    const reader = new BodyReader(request.body, ['current', 'next']);
    reader.required('current');
    const current = reader.text('current') ?? '';
    const next = readNewPassword(reader, 'next');
    reader.finish();
    const caller = callerOf(request);
    const { cookies } = await accounts.signIn.confirm(caller, own.email, (library) =>
      library.changePassword(caller, current, next),
    );
    noteOwn(request, 'password');
    return sendCookies(reply, cookies).code(204).send();
  });
}

function addSecondFactorRoutes(app: FastifyInstance, { accounts }: ServerContext): void {
  const body = toJsonSchema(passwordProofSchema);
  const started = describeResponses(
    secondFactorStartSchema,
    'For the app, and for when it is lost; in force once a code is given',
  );
  app.post(
    '/api/account/second-factor',
    { config: CHANGE, schema: { tags: TAGS, body, response: started } },
    async (request) => {
      const own = await requireOwn(accounts, request);
      const password = readProof(request, 'password');
      const caller = callerOf(request);
      noteOwn(request, 'second-factor-begun');
      return accounts.signIn.confirm(caller, own.email, (library) => library.startSecondFactor(caller, password));
    },
  );
  const confirm = { tags: TAGS, body: toJsonSchema(codeProofSchema), response: DONE };
  app.post('/api/account/second-factor/confirm', { config: CHANGE, schema: confirm }, async (request, reply) => {
    const own = await requireOwn(accounts, request);
    const code = readProof(request, 'code').replace(/\s/g, '');
    const caller = callerOf(request);
    const { cookies } = await accounts.signIn.confirm(caller, own.email, (library) =>
      library.confirmSecondFactor(caller, code),
    );
    await accounts.signIn.takeCode(accessOf(request).actor.id, code);
    noteOwn(request, 'second-factor-added');
    return sendCookies(reply, cookies).code(204).send();
  });
  const removed = { tags: TAGS, body, response: DONE };
  app.post('/api/account/second-factor/remove', { config: CHANGE, schema: removed }, async (request, reply) => {
    const own = await requireOwn(accounts, request);
    const password = readProof(request, 'password');
    const caller = callerOf(request);
    const { cookies } = await accounts.signIn.confirm(caller, own.email, (library) =>
      library.removeSecondFactor(caller, password),
    );
    noteOwn(request, 'second-factor-removed');
    return sendCookies(reply, cookies).code(204).send();
  });
  const renewed = { tags: TAGS, body, response: describeResponses(recoveryCodesSchema, 'New codes; the old ones end') };
  app.post('/api/account/recovery-codes', { config: CHANGE, schema: renewed }, async (request) => {
    const own = await requireOwn(accounts, request);
    const password = readProof(request, 'password');
    const caller = callerOf(request);
    const recoveryCodes = await accounts.signIn.confirm(caller, own.email, (library) =>
      library.renewRecoveryCodes(caller, password),
    );
    noteOwn(request, 'recovery-codes');
    return { recoveryCodes };
  });
}

function addSessionListRoutes(app: FastifyInstance, { accounts }: ServerContext): void {
  const response = describeResponses(sessionListSchema, 'Where one is signed in');
  app.get('/api/sessions', { config: READ, schema: { tags: TAGS, response } }, async (request) => {
    await requireOwn(accounts, request);
    const { sessionId, personId } = await accounts.findSession(callerOf(request));
    return { sessions: await accounts.sessions.list(personId, sessionId) };
  });
  app.delete(
    '/api/sessions',
    { config: { ...READ, audit: 'session-revoked' }, schema: { tags: TAGS, response: DONE } },
    async (request, reply) => {
      await requireOwn(accounts, request);
      const { sessionId, personId } = await accounts.findSession(callerOf(request));
      await accounts.sessions.endOthers(personId, sessionId);
      noteAudit(request, { subject: [personId], details: { what: 'all other sessions' } });
      return reply.code(204).send();
    },
  );
  app.delete<ById>(
    '/api/sessions/:id',
    { config: { ...READ, audit: 'session-revoked' }, schema: { tags: TAGS, response: DONE } },
    async (request, reply) => {
      await accounts.sessions.end(accessOf(request), request.params.id);
      noteAudit(request, { subject: [request.params.id] });
      return reply.code(204).send();
    },
  );
}

function addKeyRoutes(app: FastifyInstance, { accounts }: ServerContext): void {
  const response = describeResponses(apiKeyListSchema, 'One’s own keys');
  app.get('/api/keys', { config: READ, schema: { tags: TAGS, response } }, async (request) => {
    await requireOwn(accounts, request);
    return { keys: await accounts.keys.list(accessOf(request).actor.id) };
  });
  const made = describeResponses(newApiKeySchema, 'The key, shown this once', 201);
  app.post(
    '/api/keys',
    { config: { ...READ, audit: 'key-made' }, schema: { tags: TAGS, body: toJsonSchema(apiKeyRequestSchema), response: made } },
    async (request, reply) => {
      await requireOwn(accounts, request);
      const reader = new BodyReader(request.body, ['name', 'scopes', 'days']);
      const name = readName(reader, 'name');
      if (name.normalize('NFKC').includes('@')) reader.report('name', 'invalid-value', NO_ADDRESS);
      const texts = reader.texts('scopes') ?? [];
      const scopes = texts.filter(isPermission);
      if (scopes.length !== texts.length || scopes.length === 0)
        reader.report('scopes', 'invalid-value', '"scopes" must name at least one permission, and nothing else.');
      const conflict = findRoleConflict(new Set(scopes));
      if (conflict !== null) reader.report('scopes', 'invalid-value', conflict);
      reader.required('days');
      const days = reader.integer('days', 1, 365, 1);
      reader.finish();
      const key = await accounts.keys.create(accessOf(request), { name, scopes, days });
      noteAudit(request, { subject: [key.id], details: { name, scopes, days } });
      return reply.code(201).send(key);
    },
  );
  app.delete<ById>(
    '/api/keys/:id',
    { config: { ...READ, audit: 'key-revoked' }, schema: { tags: TAGS, response: DONE } },
    async (request, reply) => {
      await accounts.keys.remove(accessOf(request), request.params.id);
      noteAudit(request, { subject: [request.params.id] });
      return reply.code(204).send();
    },
  );
}

/** Records what somebody changed of their own account. */
function noteOwn(request: FastifyRequest, what: string): void {
  noteAudit(request, { subject: [accessOf(request).actor.id], details: { what } });
}

/** @throws SilhouetteError `accounts-missing`, `not-allowed` for keys. */
async function requireOwn(accounts: Accounts, request: FastifyRequest): Promise<NonNullable<Me['account']>> {
  await accounts.requireSome();
  const access: Access = accessOf(request);
  const { account } = await accounts.me(access);
  if (account !== null) return account;
  throw SilhouetteError.of('not-allowed', 'Only a person who is signed in may do this, not an API key.');
}

function readProof(request: FastifyRequest, key: 'password' | 'code'): string {
  const reader = new BodyReader(request.body, [key]);
  reader.required(key);
  const proof = reader.text(key) ?? '';
  reader.finish();
  return proof;
}
