import { z } from 'zod';

import type { Method } from './api';
import { sharedPlace } from './place';

const parameterSchema = z.object({ name: z.string(), in: z.string() });
const documentSchema = z.object({
  paths: z.record(
    z.string(),
    z.record(z.string(), z.object({ operationId: z.string(), parameters: z.array(parameterSchema) })),
  ),
});

export type ApiPath = { name: string; method: Method; path: string; isInWorkspace: boolean };

const METHODS: Record<string, Method> = {
  get: 'GET',
  post: 'POST',
  put: 'PUT',
  patch: 'PATCH',
  delete: 'DELETE',
};

/** Every path of the API, as its OpenAPI document tells the world; paths begin below /api/v1. */
export async function listApiPaths(): Promise<ApiPath[]> {
  const response = await fetch(`${sharedPlace().url}/api/v1/openapi.json`);
  const { paths } = documentSchema.parse(await response.json());
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([verb, { operationId, parameters }]) => {
      const method = METHODS[verb];
      if (method === undefined) throw new Error(`${path} has a method ${verb}`);
      const isInWorkspace = parameters.some(({ name }) => name === 'Parley-Workspace');
      return { name: operationId, method, path: path.replace('/api/v1', ''), isInWorkspace };
    }),
  );
}
