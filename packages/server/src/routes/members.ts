import { keyMaskOf, type PreparedQuestion, revealKeys } from '@silhouette/engine';
import { type AttributeId, type MembersAnswer, membersAnswerSchema, SilhouetteError } from '@silhouette/model';
import type { FastifyInstance } from 'fastify';
import { accessOf } from '../access/access-gate.ts';
import { noteAudit } from '../audit/audit-gate.ts';
import { describeDefinition } from '../audit/describe-question.ts';
import { describeSeen } from '../audit/describe-seen.ts';
import { type MembersCursor, readCursor, writeCursor } from '../cursor.ts';
import { describeQuestionBody, describeResponses } from '../openapi.ts';
import { BodyReader } from '../read-body.ts';
import { QUESTION_KEYS, readQuestion } from '../read-question.ts';
import type { ServerContext } from '../server-context.ts';

const DEFAULT_LIMIT = 100;
const MOST = 10_000;

/** `POST /api/members`: who they are, page by page in the order of their keys. */
export function addMembersRoute(app: FastifyInstance, context: ServerContext): void {
  const body = describeQuestionBody({
    attributes: { type: ['array', 'null'], items: { type: 'string' }, description: 'Attributes beside the key.' },
    limit: { type: 'integer', minimum: 1, maximum: MOST, default: DEFAULT_LIMIT },
    cursor: { type: ['string', 'null'], description: 'The cursor of the page before, with the same audience.' },
  });
  const schema = { tags: ['audiences'], body, response: describeResponses(membersAnswerSchema, 'A page of members') };
  app.post(
    '/api/members',
    { config: { permission: 'members.list', audit: 'saw-members' }, schema },
    async (request): Promise<MembersAnswer> => {
      const startedAtMs = performance.now();
      const reader = new BodyReader(request.body, [...QUESTION_KEYS, 'attributes', 'limit', 'cursor']);
      const ids = reader.texts('attributes');
      const limit = reader.integer('limit', 1, MOST, DEFAULT_LIMIT);
      const cursorText = reader.text('cursor');
      const cursor = cursorText === null ? null : readCursor(cursorText, context.secret);
      const { question: prepared, engine } = await readQuestion(
        reader,
        context,
        accessOf(request),
        ids === null ? null : { ids, path: 'attributes' },
        cursor,
      );
      const isMasked = keyMaskOf(prepared.question.snapshot) !== null;
      if (cursor !== null) checkCursor(cursor, prepared, ids, isMasked);
      const attributes = context.answers.checkAttributes(
        prepared.question.snapshot,
        cursor?.attributes ?? ids ?? [],
        'attributes',
      );
      const page = { attributes, afterKey: cursor?.lastKey ?? null, limit: limit + 1 };
      const answer = await context.answers.members(prepared, page, engine, cursor === null);
      const rows = answer.rows.slice(0, limit);
      const lastKey = rows.at(-1)?.key;
      const { snapshot, asOfMs } = prepared.question;
      const { details, texts } = describeDefinition(prepared, answer.count);
      noteAudit(request, {
        details: { ...details, attributes: [...attributes], customers: rows.length, isFirstPage: cursor === null },
        texts: [
          ...texts,
          ...describeSeen(
            revealKeys(
              snapshot,
              rows.map(({ key }) => key),
            ),
          ),
        ],
      });
      return {
        ...(answer.count === null ? {} : { count: answer.count }),
        key: snapshot.catalog.keyName,
        attributes: [...attributes],
        members: rows.map((row) => ({ key: row.key, attributes: nameValues(attributes, row.values) })),
        cursor:
          answer.rows.length <= limit || lastKey === undefined
            ? null
            : writeCursor(
                { snapshot: snapshot.id, asOfMs, definition: prepared.hash, attributes, lastKey, isMasked },
                context.secret,
              ),
        notes: await context.answers.collectNotes(prepared, attributes.length > 0),
        asOf: new Date(asOfMs).toISOString(),
        snapshot: snapshot.id,
        definition: prepared.hash,
        engine: answer.engine,
        elapsedMs: performance.now() - startedAtMs,
      };
    },
  );
}

/** A cursor goes on with its own question only. */
function checkCursor(
  cursor: MembersCursor,
  prepared: PreparedQuestion,
  ids: readonly string[] | null,
  isMasked: boolean,
): void {
  if (cursor.isMasked !== isMasked) {
    const message =
      'Keys of customers were shown otherwise when this cursor was given (masked or not); begin again without one.';
    throw SilhouetteError.of('invalid-cursor', message, 'cursor');
  }
  const sameAttributes =
    ids === null || (ids.length === cursor.attributes.length && ids.every((id, index) => id === cursor.attributes[index]));
  if (cursor.definition === prepared.hash && sameAttributes) return;
  throw SilhouetteError.of(
    'invalid-cursor',
    'This cursor belongs to another audience or other attributes; begin again without one.',
    'cursor',
  );
}

function nameValues(attributes: readonly AttributeId[], values: readonly (string | boolean | readonly string[] | null)[]) {
  return Object.fromEntries(
    attributes.map((id, index) => {
      const value = values[index] ?? null;
      return [id, Array.isArray(value) ? [...value] : (value as string | boolean | null)];
    }),
  );
}
