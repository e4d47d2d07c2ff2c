/** Every error code there is, and the HTTP status it travels with. */
export const ERROR_STATUS = {
  invalid: 400,
  unauthenticated: 401,
  session_ended: 401,
  forbidden: 403,
  feature_off: 403,
  second_factor_needed: 403,
  not_found: 404,
  conflict: 409,
  gone: 410,
  too_large: 413,
  rate_limited: 429,
  internal: 500,
  unavailable: 503,
} as const;

export type ErrorCode = keyof typeof ERROR_STATUS;

/** What a failed operation tells its caller; the message says what to do next. */
export type Failure = {
  code: ErrorCode;
  message: string;
  fields?: Record<string, string> | undefined;
  retryAfterMs?: number | undefined;
  requestId?: string | undefined;
};

/** An expected refusal. Anything else that is thrown is a fault, logged and answered as `internal`. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly fields: Record<string, string> | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    more: { fields?: Record<string, string>; retryAfterMs?: number } = {},
  ) {
    super(message);
    this.name = 'AppError';
    this.code = code;
    this.fields = more.fields;
    this.retryAfterMs = more.retryAfterMs;
  }

  toFailure(requestId?: string): Failure {
    return {
      code: this.code,
      message: this.message,
      fields: this.fields,
      retryAfterMs: this.retryAfterMs,
      requestId,
    };
  }
}

export const notFound = (what = 'This') =>
  new AppError('not_found', `${what} does not exist, or you cannot see it.`);

/** Errors that SQL raises on purpose (SQLSTATE class PA is ours), in words. */
const SQL_ERRORS: Record<string, () => AppError> = {
  '42501': () => new AppError('forbidden', 'You are not allowed to do that here.'),
  PA001: () => new AppError('session_ended', 'Your session has ended. Sign in again.'),
  PA002: () => new AppError('gone', 'This invitation is no longer open. Ask for a new one.'),
  PA003: () =>
    new AppError(
      'forbidden',
      'This invitation is for another address. Sign in with the address it was sent to.',
    ),
  PA004: () =>
    new AppError(
      'forbidden',
      'You were removed from this workspace. Ask an admin for a personal invitation.',
    ),
  PA005: () => notFound(),
  PA006: () =>
    new AppError('conflict', 'A workspace keeps at least one owner. Make someone else owner first.'),
  PA007: () => new AppError('conflict', 'This conversation is archived. Restore it first.'),
  PA008: () => new AppError('gone', 'This message was deleted.'),
  PA009: () => new AppError('invalid', 'That is more than is possible here.'),
  PA010: () => new AppError('not_found', 'You are not in this conversation, or it does not exist.'),
  PA011: () =>
    new AppError(
      'conflict',
      'This Idempotency-Key was used for something else. Take a new one for each call.',
    ),
  PA012: () => new AppError('conflict', 'Six people are in this call already, which is all it holds.'),
  PA013: () => new AppError('conflict', 'Nobody has started this call yet.'),
  PA014: () => new AppError('conflict', 'A file of this message is not there any more. Attach it again.'),
  PA015: () =>
    new AppError('conflict', 'You are in this call on two devices already. Leave it on one of them first.'),
  PA016: () =>
    new AppError('conflict', 'They have just declined. Give them ten seconds before you ring again.'),
  '23503': () => notFound(),
  '23505': () => new AppError('conflict', 'This already exists.'),
  '23514': () => new AppError('invalid', 'A value is not acceptable.'),
};

const UNAVAILABLE = /^(08|57P0|53)|^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND)$/;

/** Turns what a database or network call threw into an AppError where it has a meaning for people. */
export function asAppError(thrown: unknown): AppError | undefined {
  if (thrown instanceof AppError) return thrown;
  const cause = thrown instanceof Error && thrown.cause ? thrown.cause : thrown;
  if (cause instanceof AppError) return cause;
  if (!(cause instanceof Error)) return undefined;
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
  if (
    UNAVAILABLE.test(code) ||
    /Connection terminated|is not queryable|timeout exceeded when trying to connect/.test(cause.message)
  ) {
    return new AppError('unavailable', 'Parley cannot reach its database. Try again in a moment.', {
      retryAfterMs: 1000,
    });
  }
  return SQL_ERRORS[code]?.();
}
