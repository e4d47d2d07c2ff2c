import pino, { type Logger } from 'pino';

import { env } from './env';

let logger: Logger | undefined;

/** Structured log on standard output, one JSON object a line; secrets are redacted. */
export function log(): Logger {
  logger ??= pino({
    level: env().LOG_LEVEL,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: [
      '*.password',
      '*.token',
      '*.access_token',
      '*.refresh_token',
      'headers.cookie',
      'headers.authorization',
    ],
  });
  return logger;
}
