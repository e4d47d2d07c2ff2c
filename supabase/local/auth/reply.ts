import { ApiError, OAuthError } from './errors.ts';

export type Reply = { status: number; body?: unknown; headers?: Record<string, string> };

export const json = (body: unknown, headers: Record<string, string> = {}): Reply => ({
  status: 200,
  body,
  headers,
});

const versionHeader = 'x-supabase-api-version';
const version20240101 = '2024-01-01';

/** The API version an answer is shaped for; anything unreadable or older means the first one (null). */
export function apiVersion(header: string | undefined): typeof version20240101 | null {
  if (header === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(header)) return null;
  return header >= version20240101 ? version20240101 : null;
}

/** Shapes an error as the caller's API version expects it: `{code, message}`, or before 2024 `{code, error_code, msg}`. */
export function errorReply(error: unknown, header: string | undefined): Reply {
  if (error instanceof OAuthError) {
    return { status: 400, body: { error: error.error, error_description: error.message } };
  }
  const known =
    error instanceof ApiError
      ? error
      : new ApiError(
          500,
          'unexpected_failure',
          'Unexpected failure, please check server logs for more information',
        );
  const code = known.code ?? (known.status === 500 ? 'unexpected_failure' : 'unknown');
  const weak = known.weakPassword ? { weak_password: { reasons: known.weakPassword } } : {};
  const headers: Record<string, string> = known.code === null ? {} : { 'x-sb-error-code': known.code };
  const version = apiVersion(header);
  if (version !== null) {
    headers[versionHeader] = version;
    return { status: known.status, body: { code, message: known.message, ...weak }, headers };
  }
  return {
    status: known.status,
    body: { code: known.status, error_code: code, msg: known.message, ...weak },
    headers,
  };
}
