/** An answer other than success, with hosted's status, code (`x-sb-error-code`) and message. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string | null;
  /** Reasons of a weak password (`length`, `characters`), else undefined. */
  readonly weakPassword: string[] | undefined;

  constructor(
    status: number,
    code: string | null,
    message: string,
    options: { cause?: unknown; weakPassword?: string[] } = {},
  ) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
    this.weakPassword = options.weakPassword;
  }
}

/** RFC 6749 section 5.2: `{error, error_description}` with status 400. */
export class OAuthError extends Error {
  readonly error: string;

  constructor(error: string, description: string) {
    super(description);
    this.name = 'OAuthError';
    this.error = error;
  }
}

export const badRequest = (message: string, code = 'validation_failed') => new ApiError(400, code, message);
export const forbidden = (code: string, message: string) => new ApiError(403, code, message);
export const notFound = (code: string, message: string) => new ApiError(404, code, message);
export const unprocessable = (code: string, message: string) => new ApiError(422, code, message);
export const tooMany = (code: string, message: string) => new ApiError(429, code, message);
export const internal = (message: string, cause?: unknown) =>
  new ApiError(500, 'unexpected_failure', message, { cause });
