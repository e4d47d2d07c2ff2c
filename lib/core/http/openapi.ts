import { z } from 'zod';

import { ERROR_STATUS } from '../errors';
import type { Endpoint } from './endpoint';

type Json = Record<string, unknown>;

const WORKSPACE_HEADER = {
  name: 'Parley-Workspace',
  in: 'header',
  required: true,
  description: 'The workspace: its id or its address (slug).',
  schema: { type: 'string' },
};

const WORKSPACE_PARAMETER = {
  ...WORKSPACE_HEADER,
  name: 'workspace',
  in: 'query',
  required: false,
  description: 'The workspace, where the header cannot be sent.',
};

const KEY_HEADER = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'A UUID that you make for this one call. Repeats of a call that succeeded are answered and not done again, for seven days; with another input they are a `conflict`.',
  schema: { type: 'string', format: 'uuid' },
};

const PERSON_HEADER = {
  name: 'Parley-Person',
  in: 'header',
  required: false,
  description:
    'The user id of whom the call is meant for. Under anybody else’s sign-in it is refused as `unauthenticated`.',
  schema: { type: 'string', format: 'uuid' },
};

const ERROR_SCHEMA = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['code', 'message'],
      properties: {
        code: { type: 'string', enum: Object.keys(ERROR_STATUS) },
        message: { type: 'string', description: 'What happened and what to do.' },
        fields: { type: 'object', additionalProperties: { type: 'string' } },
        retryAfterMs: { type: 'integer' },
        requestId: { type: 'string' },
      },
    },
  },
};

const FILE_RESPONSES = {
  200: { description: 'The file', content: { '*/*': { schema: { type: 'string', format: 'binary' } } } },
  302: { description: 'The file is at the address in `Location`, for a minute.' },
};

const objectSchema = z.object({
  properties: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
  required: z.array(z.string()).default([]),
});

/** The OpenAPI 3.1 document of the API, made from the schemas that validate it. */
export function openApiDocument(base: string, serverUrl: string, endpoints: readonly Endpoint[]): Json {
  const paths: Record<string, Json> = {};
  for (const endpoint of endpoints) {
    const path = (paths[`${base}${endpoint.path}`] ??= {});
    path[endpoint.method] = describe(endpoint);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Parley API',
      version: 'v1',
      description:
        'Authenticate with an access token as a bearer. Times are ISO 8601 in UTC. Ids are UUIDs made by you: a repeat with the same id and content succeeds once.',
    },
    servers: [{ url: serverUrl }],
    security: [{ accessToken: [] }],
    paths,
    components: {
      securitySchemes: { accessToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      schemas: { Error: ERROR_SCHEMA },
    },
  };
}

function describe(endpoint: Endpoint): Json {
  const { method, path, tag, status } = endpoint;
  const input = schemaOf(endpoint.input, 'input');
  const { properties, required } = objectSchema.parse(input);
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
  const rest = Object.keys(properties).filter((name) => !inPath.includes(name));
  const parameters: Json[] = inPath.map((name) => ({
    name,
    in: 'path',
    required: true,
    schema: properties[name],
  }));
  if (endpoint.isFile) parameters.push({ ...WORKSPACE_HEADER, required: false }, WORKSPACE_PARAMETER);
  else if (endpoint.scope === 'workspace') parameters.push(WORKSPACE_HEADER);
  const isRead = method === 'get';
  if (endpoint.scope !== 'anyone') parameters.push(PERSON_HEADER);
  if (endpoint.isCommand && endpoint.scope !== 'anyone') parameters.push(KEY_HEADER);
  if (isRead) {
    for (const name of rest) {
      parameters.push({ name, in: 'query', required: required.includes(name), schema: properties[name] });
    }
  }
  const body = {
    type: 'object',
    properties: Object.fromEntries(rest.map((name) => [name, properties[name]])),
    required: rest.filter((name) => required.includes(name)),
  };
  return {
    operationId: endpoint.name,
    tags: [tag],
    summary: endpoint.summary,
    description: standing(endpoint),
    parameters,
    ...(endpoint.scope === 'anyone' ? { security: [] } : {}),
    ...(isRead || rest.length === 0
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: body } } } }),
    responses: {
      ...(endpoint.isFile
        ? FILE_RESPONSES
        : {
            [status]: {
              description: 'Done',
              content: { 'application/json': { schema: schemaOf(endpoint.output, 'output') } },
            },
          }),
      default: {
        description: 'Refused',
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
      },
    },
  };
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io,
    target: 'draft-2020-12',
    unrepresentable: 'any',
  });
  return rest;
}

function standing({ scope, permission, feature, rate }: Endpoint): string {
  const who = {
    workspace: 'Members of the workspace.',
    person: 'Anybody signed in.',
    anyone: 'No sign-in needed.',
  }[scope];
  const needs = permission ? ` Needs the permission \`${permission}\`.` : '';
  const part = feature ? ` Part of the feature \`${feature}\`.` : '';
  return `${who}${needs}${part} Limit: ${rate.burst} per ${rate.periodS} s.`;
}
