import { z } from 'zod';
import { auditSchema } from '../audit/audit.controller.js';
import { discardRequestSchema } from '../discard/discard-request.js';
import { listSchema } from '../listing/dead-letters.controller.js';
import { filterSchema } from '../listing/filter.js';
import { replayRequestSchema } from '../replay/replay-request.js';

const jsonSchema = (schema: z.ZodType) => z.toJSONSchema(schema, { io: 'input' });

/** Each field of a schema as a parameter of the query. */
function queryOf(schema: z.ZodType) {
  const { properties = {} } = jsonSchema(schema);
  return Object.entries(properties).map(([name, it]) => ({ name, in: 'query', schema: it }));
}

/** Of a dead letter the beginning of its id will do, if no other begins so. */
const id = { name: 'id', in: 'path', required: true, schema: { type: 'string' } };
const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
});
const refusals = {
  400: problem(
    'A field is wrong or unknown, `errors` names each; or several ids begin so (`AMBIGUOUS_ID`).',
  ),
  401: problem('The token is missing or wrong.'),
};
const operatorRefusals = {
  ...refusals,
  403: problem('A viewer may only look; a dry run is looking.'),
  404: problem('An id is unknown.'),
  409: problem('An id is not in this status, has no way back, or was replayed too often.'),
};
const json = (description: string) => ({ description, content: { 'application/json': {} } });
const bodyOf = (schema: z.ZodType) => ({
  required: true,
  content: { 'application/json': { schema: jsonSchema(schema) } },
});

/** The admin API as OpenAPI 3.1; requests come from the schemas that check them. */
export function openApiDocument() {
  return {
    openapi: '3.1.0',
    info: { title: 'Dead letters', version: '1' },
    security: [{ bearer: [] }],
    paths: {
      '/dead-letters': {
        get: {
          summary: 'Lists dead letters, newest first',
          parameters: queryOf(listSchema),
          responses: { 200: json('`items`, and `nextCursor` where there are more'), ...refusals },
        },
      },
      '/dead-letters/summary': {
        get: {
          summary: 'Groups dead letters by cause',
          parameters: queryOf(filterSchema),
          responses: {
            200: json('`groups`, the largest first, and whether there are `more`'),
            ...refusals,
          },
        },
      },
      '/dead-letters/audit': {
        get: {
          summary: 'Who did what, the latest first',
          parameters: queryOf(auditSchema),
          responses: { 200: json('`items`, and `nextCursor` where there are more'), ...refusals },
        },
      },
      '/dead-letters/{id}': {
        get: {
          summary: 'Shows a dead letter whole',
          parameters: [id],
          responses: { 200: json('The dead letter'), ...refusals, 404: problem('Unknown id') },
        },
      },
      '/dead-letters/{id}/body': {
        get: {
          summary: 'The body, byte for byte',
          parameters: [id],
          responses: {
            200: { description: 'The bytes', content: { 'application/octet-stream': {} } },
            ...refusals,
            404: problem('Unknown id'),
          },
        },
      },
      '/session': {
        get: {
          summary: 'What the token is good for',
          responses: { 200: json('`role`: `operator` or `viewer`'), ...refusals },
        },
      },
      '/dead-letters/replays': {
        post: {
          summary: 'Replays dead letters to the consumers that failed',
          requestBody: bodyOf(replayRequestSchema),
          responses: {
            200: json('What a dry run would send where, and what it would have `skipped`, and why'),
            202: json('The replay, and what it has `skipped`, and why'),
            ...operatorRefusals,
          },
        },
      },
      '/dead-letters/replays/{id}': {
        get: {
          summary: 'A replay and its progress',
          parameters: [id],
          responses: { 200: json('The replay'), ...refusals, 404: problem('Unknown id') },
        },
        delete: {
          summary: 'Ends a replay; what it has not sent is open again',
          parameters: [id],
          responses: { 200: json('The replay'), ...operatorRefusals },
        },
      },
      '/dead-letters/discards': {
        post: {
          summary: 'Gives dead letters up, for a reason',
          requestBody: bodyOf(discardRequestSchema),
          responses: { 200: json('How many'), ...operatorRefusals },
        },
      },
    },
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
      schemas: {
        Problem: {
          type: 'object',
          required: ['title', 'status', 'detail', 'code'],
          properties: {
            title: { type: 'string' },
            status: { type: 'integer' },
            detail: { type: 'string' },
            code: { type: 'string' },
            errors: { type: 'array', items: { type: 'object' } },
          },
        },
      },
    },
  };
}
