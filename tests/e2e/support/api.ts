import type { Account } from './account';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
export type ApiAnswer = { status: number; body: unknown };

/** One call of the REST API, with an access token as programs send it. `workspace` is an id or a slug. */
export async function callApi(
  account: Account,
  method: Method,
  path: string,
  { workspace, body }: { workspace?: string; body?: object } = {},
): Promise<ApiAnswer> {
  const response = await fetch(`${account.place.url}/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${account.accessToken}`,
      ...(workspace === undefined ? {} : { 'parley-workspace': workspace }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json() };
}

/** A call that arranges something. @returns its answer. @throws Error when it is refused. */
export async function arrange(...call: Parameters<typeof callApi>): Promise<unknown> {
  const { status, body } = await callApi(...call);
  if (status >= 300) throw new Error(`${call[1]} ${call[2]}: ${status} ${JSON.stringify(body)}`);
  return body;
}
