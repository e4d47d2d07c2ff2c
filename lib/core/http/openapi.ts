import { z } from 'zod';

import type { Operation } from '../command';
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
      description: 'Authenticate with an access token as a bearer. Times are ISO 8601 in UTC. Ids are UUIDs made by you: a repeat with the same id and content succeeds once.',
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

function describe({ method, path, tag, operation, status = 200 }: Endpoint): Json {
  const input = schemaOf(operation.input, 'input');
  const properties = (input['properties'] ?? {}) as Record<string, Json>;
  const required = new Set((input['required'] ?? []) as string[]);
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
  const rest = Object.keys(properties).filter((name) => !inPath.includes(name));
  const parameters: Json[] = inPath.map((name) => ({ name, in: 'path', required: true, schema: properties[name] }));
  if (operation.scope === 'workspace') parameters.push(WORKSPACE_HEADER);
  const isRead = method === 'get';
  if (isRead) {
    for (const name of rest) {
      parameters.push({ name, in: 'query', required: required.has(name), schema: properties[name] });
    }
  }
  const body = {
    type: 'object',
    properties: Object.fromEntries(rest.map((name) => [name, properties[name]])),
    required: rest.filter((name) => required.has(name)),
  };
  return {
    operationId: operation.name,
    tags: [tag],
    summary: operation.summary,
    description: standing(operation),
    parameters,
    ...(operation.scope === 'anyone' ? { security: [] } : {}),
    ...(isRead || rest.length === 0
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: body } } } }),
    responses: {
      [status]: { description: 'Done', content: { 'application/json': { schema: schemaOf(operation.output, 'output') } } },
      default: {
        description: 'Refused',
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
      },
    },
  };
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, target: 'draft-2020-12', unrepresentable: 'any' });
  return rest;
}

function standing({ scope, permission, feature, rate }: Operation): string {
  const who = { workspace: 'Members of the workspace.', person: 'Anybody signed in.', anyone: 'No sign-in needed.' }[scope];
  const needs = permission ? ` Needs the permission \`${permission}\`.` : '';
  const part = feature ? ` Part of the feature \`${feature}\`.` : '';
  return `${who}${needs}${part} Limit: ${rate.burst} per ${rate.periodS} s.`;
}
