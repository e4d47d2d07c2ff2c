import type { Operation } from '../command';

/** One REST endpoint: where an operation hangs. Path parameters are `{name}` and belong to the operation's input. */
export type Endpoint = {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** Below /api/v1, for example `/team-chat/channels/{id}/messages`. */
  path: string;
  tag: string;
  operation: Operation;
  /** Status of success, 200 unless named. */
  status?: 200 | 201;
};

/** Hangs an operation on a path; only here its exact types are forgotten. */
export function endpoint(
  method: Endpoint['method'],
  path: string,
  tag: string,
  // The variance of the callbacks inside keeps a narrower operation from being an Operation; execute() checks the input.
  operation: { name: string },
  status: Endpoint['status'] = 200,
): Endpoint {
  return { method, path, tag, operation: operation as Operation, status };
}
