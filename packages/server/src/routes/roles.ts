import {
  isPermission,
  isPrivacyClass,
  newRoleRequestSchema,
  type Role,
  roleAnswerSchema,
  roleListSchema,
  roleRequestSchema,
} from '@silhouette/model';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { accessOf } from '../access/access-gate.ts';
import { noteAudit } from '../audit/audit-gate.ts';
import { describeResponses, toJsonSchema } from '../openapi.ts';
import { BodyReader } from '../read-body.ts';
import type { ServerContext } from '../server-context.ts';

const TAGS = ['people'];
const SAVE = { permission: 'roles.manage', audit: 'role-saved' } as const;

interface ById {
  readonly Params: { readonly id: string };
}

/** `/api/roles`: what people of a role may do; built-in ones, and those made here. */
export function addRoleRoutes(app: FastifyInstance, { accounts }: ServerContext): void {
  const listed = describeResponses(roleListSchema, 'Every role, built-in ones first');
  app.get(
    '/api/roles',
    { config: { permission: 'signed-in', audit: null }, schema: { tags: TAGS, response: listed } },
    async () => ({
      roles: await accounts.roles.list(),
    }),
  );
  const made = describeResponses(roleAnswerSchema, 'The new role', 201);
  const create = { tags: TAGS, body: toJsonSchema(newRoleRequestSchema), response: made };
  app.post('/api/roles', { config: SAVE, schema: create }, async (request, reply) => {
    await accounts.requireSome();
    const role = readRole(request, null);
    noteRole(request, role);
    return reply.code(201).send(await accounts.roles.create(accessOf(request), role));
  });
  const response = describeResponses(roleAnswerSchema, 'As it is now; it holds at once');
  const change = { tags: TAGS, body: toJsonSchema(roleRequestSchema), response };
  app.put<ById>('/api/roles/:id', { config: SAVE, schema: change }, async (request) => {
    const role = readRole(request, request.params.id);
    noteRole(request, role);
    return accounts.roles.change(accessOf(request), role);
  });
  const gone = { 204: { description: 'It is removed', type: 'null' } };
  app.delete<ById>(
    '/api/roles/:id',
    { config: { ...SAVE, audit: 'role-deleted' }, schema: { tags: TAGS, response: gone } },
    async (request, reply) => {
      await accounts.roles.remove(accessOf(request), request.params.id);
      noteAudit(request, { subject: [request.params.id] });
      return reply.code(204).send();
    },
  );
}

function noteRole(request: FastifyRequest, { id, permissions, classes }: Role): void {
  noteAudit(request, { subject: [id], details: { permissions: [...permissions], classes: [...classes] } });
}

/** A role of a body; its id is there when it does not stand in the address. @throws SilhouetteError with every issue. */
function readRole(request: FastifyRequest, id: string | null): Role {
  const reader = new BodyReader(request.body, [...(id === null ? ['id'] : []), 'label', 'permissions', 'classes']);
  const named = id ?? reader.text('id') ?? '';
  if (!/^[a-z][a-z0-9-]{0,39}$/.test(named))
    reader.report('id', 'invalid-value', 'An id has lower-case letters, digits and hyphens, and begins with a letter.');
  const label = Object(reader.required('label'));
  const [ko, en] = [label.ko, label.en].map((one) => (typeof one === 'string' ? one.trim() : ''));
  if (!ko || !en || ko.length > 60 || en.length > 60)
    reader.report('label', 'invalid-value', '"label" must have "ko" and "en", each of 1 to 60 characters.');
  const permissions = readWords(reader, 'permissions', isPermission);
  const classes = readWords(reader, 'classes', isPrivacyClass);
  reader.finish();
  return { id: named, label: { ko: ko ?? '', en: en ?? '' }, permissions, classes };
}

function readWords<T extends string>(reader: BodyReader, key: string, is: (text: string) => text is T): readonly T[] {
  reader.required(key);
  const texts = reader.texts(key) ?? [];
  const words = texts.filter(is);
  const other = texts.find((one) => !is(one));
  if (other !== undefined) reader.report(key, 'invalid-value', `There is no "${other}" among the ${key}.`);
  return [...new Set(words)];
}
