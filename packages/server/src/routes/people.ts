import {
  apiKeyListSchema,
  invitationListSchema,
  invitationRequestSchema,
  oneTimeLinkSchema,
  peopleSchema,
  personChangeSchema,
  personSchema,
  resetRequestSchema,
  sessionListSchema,
} from '@silhouette/model';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { accessOf } from '../access/access-gate.ts';
import type { MadeLink } from '../accounts/links.ts';
import { readEmail } from '../accounts/read-password.ts';
import { writeScope } from '../accounts/row-scope.ts';
import { tellScopes } from '../accounts/tell-scopes.ts';
import { noteAudit } from '../audit/audit-gate.ts';
import { describeScope } from '../audit/describe-scope.ts';
import { describeResponses, toJsonSchema } from '../openapi.ts';
import { BodyReader } from '../read-body.ts';
import type { ServerContext } from '../server-context.ts';
import { originOf } from './sso.ts';

const TAGS = ['people'];
const READ = { permission: 'people.manage', audit: null } as const;
const DONE = { 204: { description: 'Done', type: 'null' } };
const PARAMS = { type: 'object', properties: { id: { type: 'string' } } };

interface ById {
  readonly Params: { readonly id: string };
}

/** People and their invitations: `/api/people`, `/api/invitations`. */
export function addPeopleRoutes(app: FastifyInstance, context: ServerContext): void {
  addPersonRoutes(app, context);
  addInspectionRoutes(app, context);
  addInvitationRoutes(app, context);
}

function addPersonRoutes(app: FastifyInstance, { accounts, snapshots, audiences }: ServerContext): void {
  const listed = describeResponses(peopleSchema, 'Everybody with an account');
  app.get('/api/people', { config: READ, schema: { tags: TAGS, response: listed } }, async (request) => {
    const tell = tellScopes(accessOf(request), snapshots, audiences);
    const people = await accounts.people.list();
    return { people: await Promise.all(people.map((one) => tell(one))) };
  });
  const url = '/api/people/:id';
  const response = describeResponses(personSchema, 'As they are now');
  const change = { tags: TAGS, params: PARAMS, body: toJsonSchema(personChangeSchema), response };
  app.put<ById>(url, { config: { ...READ, audit: 'person-changed' }, schema: change }, async (request) => {
    const reader = new BodyReader(request.body, ['role', 'rowScope', 'isDisabled']);
    const role = reader.text('role');
    const isDisabled = reader.plain('isDisabled') ?? null;
    if (isDisabled !== null && typeof isDisabled !== 'boolean')
      reader.report('isDisabled', 'wrong-type', '"isDisabled" must be true or false.');
    const scope = reader.plain('rowScope');
    const rowScope =
      scope === undefined
        ? undefined
        : await reader.attempt(() => writeScope(scope, () => snapshots.find(null, accessOf(request))));
    reader.finish();
    const person = await accounts.people.change(accessOf(request), request.params.id, {
      ...(role === null ? {} : { role }),
      ...(typeof isDisabled === 'boolean' ? { isDisabled } : {}),
      ...(rowScope === undefined ? {} : { rowScope }),
    });
    noteAudit(request, {
      subject: [person.id],
      details: { email: person.email, role, isDisabled: isDisabled === true },
      texts: describeScope(rowScope),
    });
    const tell = tellScopes(accessOf(request), snapshots, audiences);
    return tell(person);
  });
  app.delete<ById>(
    url,
    { config: { ...READ, audit: 'person-removed' }, schema: { tags: TAGS, params: PARAMS, response: DONE } },
    async (request, reply) => {
      await accounts.people.remove(accessOf(request), request.params.id);
      noteAudit(request, { subject: [request.params.id] });
      return reply.code(204).send();
    },
  );
  const linked = describeResponses(oneTimeLinkSchema, 'A link for a new password, shown this once', 201);
  const reset = { tags: TAGS, params: PARAMS, body: toJsonSchema(resetRequestSchema), response: linked };
  app.post<ById>(
    `${url}/reset-link`,
    { config: { ...READ, audit: 'person-changed' }, schema: reset },
    async (request, reply) => {
      const reader = new BodyReader(request.body, ['secondFactorToo']);
      const too = reader.plain('secondFactorToo') ?? false;
      if (typeof too !== 'boolean') reader.report('secondFactorToo', 'wrong-type', '"secondFactorToo" must be true or false.');
      reader.finish();
      const made = await accounts.links.makeReset(accessOf(request), request.params.id, too === true);
      noteAudit(request, { subject: [request.params.id], details: { what: 'reset-link', secondFactorToo: too === true } });
      return reply.code(201).send(writeLink(originOf(accounts, request), made));
    },
  );
}

function addInspectionRoutes(app: FastifyInstance, { accounts }: ServerContext): void {
  const sessions = describeResponses(sessionListSchema, 'Where somebody is signed in');
  app.get<ById>(
    '/api/people/:id/sessions',
    { config: READ, schema: { tags: TAGS, params: PARAMS, response: sessions } },
    async (request) => ({ sessions: await accounts.sessions.listOf(accessOf(request), request.params.id) }),
  );
  const keys = describeResponses(apiKeyListSchema, 'Somebody’s keys');
  app.get<ById>(
    '/api/people/:id/keys',
    { config: READ, schema: { tags: TAGS, params: PARAMS, response: keys } },
    async (request) => ({ keys: await accounts.keys.listOf(accessOf(request), request.params.id) }),
  );
}

function addInvitationRoutes(app: FastifyInstance, { accounts, snapshots, audiences }: ServerContext): void {
  const listed = describeResponses(invitationListSchema, 'Invitations that were not taken up');
  app.get('/api/invitations', { config: READ, schema: { tags: TAGS, response: listed } }, async (request) => {
    const tell = tellScopes(accessOf(request), snapshots, audiences);
    const invitations = await accounts.links.listInvitations();
    return { invitations: await Promise.all(invitations.map((one) => tell(one))) };
  });
  const response = describeResponses(oneTimeLinkSchema, 'A link to hand on, shown this once', 201);
  const schema = { tags: TAGS, body: toJsonSchema(invitationRequestSchema), response };
  app.post(
    '/api/invitations',
    { config: { ...READ, audit: 'person-invited' }, schema },
    async (request: FastifyRequest, reply) => {
      await accounts.requireSome();
      const reader = new BodyReader(request.body, ['email', 'role', 'rowScope']);
      const email = readEmail(reader, 'email');
      reader.required('role');
      const role = reader.text('role') ?? '';
      const rowScope = await reader.attempt(() =>
        writeScope(reader.plain('rowScope'), () => snapshots.find(null, accessOf(request))),
      );
      reader.finish();
      const made = await accounts.links.invite(accessOf(request), { email, role, rowScope });
      noteAudit(request, { subject: [made.id], details: { email, role }, texts: describeScope(rowScope) });
      return reply.code(201).send(writeLink(originOf(accounts, request), made));
    },
  );
  app.delete<ById>(
    '/api/invitations/:id',
    { config: { ...READ, audit: 'person-changed' }, schema: { tags: TAGS, params: PARAMS, response: DONE } },
    async (request, reply) => {
      await accounts.links.withdraw(accessOf(request), request.params.id);
      noteAudit(request, { subject: [request.params.id], details: { what: 'invitation-withdrawn' } });
      return reply.code(204).send();
    },
  );
}

/** The token stands after the `#`: browsers send it to nobody, and no log has it. */
function writeLink(origin: string, { id, token, expiresAtMs }: MadeLink) {
  return { id, url: `${origin}/accept#${token}`, expiresAt: new Date(expiresAtMs).toISOString() };
}
