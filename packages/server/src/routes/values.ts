import { valuesAnswerSchema } from '@silhouette/model';
import type { FastifyInstance } from 'fastify';
import { accessOf } from '../access/access-gate.ts';
import type { AuditText } from '../audit/audit-event.ts';
import { noteAudit } from '../audit/audit-gate.ts';
import { describeResponses, SNAPSHOT_QUERY } from '../openapi.ts';
import { QueryReader } from '../read-query.ts';
import type { ServerContext } from '../server-context.ts';

const DEFAULT_LIMIT = 50;
const MOST = 1000;

/** `GET /api/values`: values of one attribute or field; `GET /api/values/search`: values anywhere that a text finds. */
export function addValuesRoutes(app: FastifyInstance, { snapshots, answers }: ServerContext): void {
  const text = (description: string): Record<string, unknown> => ({ type: 'string', description });
  const limit = { type: 'integer', minimum: 1, maximum: MOST, default: DEFAULT_LIMIT };
  const response = describeResponses(
    valuesAnswerSchema,
    'Values: those that hold the whole text, then those that hold its words; each largest first',
  );
  const listQuery = {
    type: 'object',
    properties: {
      attribute: text('An attribute'),
      event: text('or an event …'),
      field: text('… and a field of it'),
      search: text('Words of a value or its names, in any order; case, spaces and punctuation do not matter'),
      limit,
      ...SNAPSHOT_QUERY,
    },
  };
  app.get(
    '/api/values',
    { config: { permission: 'audience.ask', audit: 'asked' }, schema: { tags: ['catalog'], querystring: listQuery, response } },
    async (request) => {
      const query = new QueryReader(request.query, ['attribute', 'event', 'field', 'search', 'limit', 'snapshot']);
      const subject = query.subject();
      const most = query.integer('limit', 1, MOST, DEFAULT_LIMIT);
      const snapshot = await snapshots.find(query.text('snapshot'), accessOf(request));
      query.finish();
      const search = query.text('search') ?? '';
      noteAudit(request, { details: { values: { ...subject }, snapshot: snapshot.id }, texts: describeSought(search) });
      return answers.listValues(snapshot, subject, search, most);
    },
  );
  const searchQuery = {
    type: 'object',
    required: ['q'],
    properties: { q: text('Words of a value or its names, in any order'), limit, ...SNAPSHOT_QUERY },
  };
  app.get(
    '/api/values/search',
    {
      config: { permission: 'audience.ask', audit: 'asked' },
      schema: { tags: ['catalog'], querystring: searchQuery, response },
    },
    async (request) => {
      const query = new QueryReader(request.query, ['q', 'limit', 'snapshot']);
      const most = query.integer('limit', 1, MOST, DEFAULT_LIMIT);
      const snapshot = await snapshots.find(query.text('snapshot'), accessOf(request));
      const sought = query.required('q');
      query.finish();
      noteAudit(request, { details: { values: null, snapshot: snapshot.id }, texts: describeSought(sought) });
      return answers.searchValues(snapshot, sought, most);
    },
  );
}

/** What was looked for may be a customer's key. */
function describeSought(search: string): AuditText[] {
  return search === '' ? [] : [{ name: 'search', text: search }];
}
