import type { Hono } from 'hono';

import { chatEndpoints } from './chat/endpoints';
import { env } from './core/env';
import { createApi } from './core/http/api';
import { openApiDocument } from './core/http/openapi';
import { realtimeEndpoints } from './core/realtime/endpoints';
import { fileEndpoints } from './files/endpoints';
import { meetingEndpoints } from './meetings/endpoints';
import { presenceEndpoints } from './presence/endpoints';
import { workspaceEndpoints } from './workspaces/endpoints';

export const API_BASE = '/api/v1';

/** Every endpoint there is. */
export const ENDPOINTS = [
  ...workspaceEndpoints,
  ...chatEndpoints,
  ...presenceEndpoints,
  ...meetingEndpoints,
  ...fileEndpoints,
  ...realtimeEndpoints,
];

let api: Hono | undefined;

/** The REST API with its OpenAPI document. */
export function restApi(): Hono {
  if (!api) {
    api = createApi(API_BASE, ENDPOINTS);
    const document = openApiDocument(API_BASE, env().APP_URL, ENDPOINTS);
    api.get('/openapi.json', (context) => context.json(document));
  }
  return api;
}
