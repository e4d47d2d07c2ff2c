import type { KeyVerdict } from './api-key.ts';

export type KeyRefusal = {
  /** The header `sb-error-code`. */
  code: string;
  body: { message: string; hint: string };
};

/** In the words of the hosted gateway, always with 401. */
export const keyRefusals: Record<Exclude<KeyVerdict, 'ok'>, KeyRefusal> = {
  missing: {
    code: 'UNAUTHORIZED_MISSING_API_KEY',
    body: {
      message: 'No API key found in request',
      hint: 'No `apikey` request header or url param was found.',
    },
  },
  invalid: {
    code: 'UNAUTHORIZED_INVALID_API_KEY',
    body: { message: 'Invalid API key', hint: 'Double check your API key.' },
  },
  exposed: {
    code: 'UNAUTHORIZED_INVALID_API_KEY_TYPE',
    body: {
      message: 'Forbidden use of secret API key in browser',
      hint: 'Secret API keys belong on servers and never in a browser. Delete this one at once.',
    },
  },
};
