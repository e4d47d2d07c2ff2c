/**
 * An answer other than success, as the hosted server words it. `trueStatus` stands in the body (`statusCode`); the
 * HTTP status is 400 for nearly all of them, as hosted.
 */
export class StorageError extends Error {
  override readonly name = 'StorageError';
  readonly code: string;
  readonly trueStatus: number;
  readonly httpStatus: number;
  /** The older, less exact name of the error; the code where hosted has none. */
  readonly error: string;

  constructor(
    code: string,
    trueStatus: number,
    message: string,
    options: { error?: string; httpStatus?: number; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.code = code;
    this.trueStatus = trueStatus;
    this.httpStatus = options.httpStatus ?? (trueStatus === 500 ? 500 : 400);
    this.error = options.error ?? code;
  }

  /** The body of the answer. */
  render(): { statusCode: string; code: string; error: string; message: string } {
    return {
      statusCode: String(this.trueStatus),
      code: this.code,
      error: this.error,
      message: this.message,
    };
  }
}

export const noSuchBucket = (): StorageError =>
  new StorageError('NoSuchBucket', 404, 'Bucket not found', { error: 'Bucket not found' });

export const noSuchKey = (): StorageError =>
  new StorageError('NoSuchKey', 404, 'Object not found', { error: 'not_found' });

/** The row is there and its file is not. */
export const lostFile = (): StorageError =>
  new StorageError('NoSuchKey', 404, 'The resource was not found', { error: 'Not found' });

export const accessDenied = (message: string, httpStatus?: number): StorageError =>
  new StorageError('AccessDenied', 403, message, {
    error: 'Unauthorized',
    ...(httpStatus === undefined ? {} : { httpStatus }),
  });

export const duplicate = (code: 'ResourceAlreadyExists' | 'BucketAlreadyExists'): StorageError =>
  new StorageError(code, 409, 'The resource already exists', { error: 'Duplicate' });

export const bucketNotEmpty = (): StorageError =>
  new StorageError('ResourceNotEmpty', 409, 'The bucket you tried to delete is not empty');

export const invalidBucketName = (): StorageError =>
  new StorageError('InvalidBucketName', 400, 'Bucket name invalid', { error: 'Invalid Input' });

export const invalidKey = (key: string): StorageError =>
  new StorageError('InvalidKey', 400, `Invalid key: ${key}`);

export const invalidRequest = (message: string): StorageError =>
  new StorageError('InvalidRequest', 400, message);

/** What the router of the hosted server refuses before any code of Storage runs. */
export const invalidInput = (message: string): StorageError =>
  new StorageError('InvalidRequest', 400, message, { error: 'Error' });

export const noContent = (message = 'No content provided'): StorageError => invalidRequest(message);

export const invalidParameter = (name: string, message?: string): StorageError =>
  new StorageError('InvalidParameter', 400, message ?? `Invalid Parameter ${name}`);

export const invalidMimeType = (mimeType: string): StorageError =>
  new StorageError('InvalidMimeType', 415, `mime type ${mimeType} is not supported`, {
    error: 'invalid_mime_type',
  });

export const tooLarge = (entity = 'object'): StorageError =>
  new StorageError('EntityTooLarge', 413, `The ${entity} exceeded the maximum allowed size`, {
    error: 'Payload too large',
  });

export const invalidRange = (): StorageError =>
  new StorageError('InvalidRange', 416, 'invalid range provided', {
    error: 'invalid_range',
    httpStatus: 416,
  });

export const invalidJwt = (message: string): StorageError => new StorageError('InvalidJWT', 400, message);

export const invalidSignature = (message = 'Invalid signature'): StorageError =>
  new StorageError('InvalidSignature', 400, message);

export const noSuchRoute = (method: string, target: string): StorageError =>
  new StorageError('InvalidRequest', 404, `Route ${method}:${target} not found`, {
    error: 'Not Found',
    httpStatus: 404,
  });

export const featureNotEnabled = (): StorageError =>
  new StorageError('FeatureNotEnabled', 403, 'feature not enabled for this tenant', { httpStatus: 403 });

/** The upload ended before its announced end; nobody is left to hear it, and nothing is kept. */
export const aborted = (cause?: unknown): StorageError =>
  new StorageError('Aborted', 500, 'Request stream closed before upload could complete', { cause });
