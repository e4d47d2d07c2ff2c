import { env } from '../env';

/** Cookies carry the instance's name, since ports of one host share a jar. */
export const cookieNames = () => {
  const prefix = env().PARLEY_INSTANCE;
  return { access: `${prefix}-access`, refresh: `${prefix}-refresh` };
};

/** Browsers refuse to keep more than about 400 days. */
const REFRESH_MAX_AGE_S = 60 * 60 * 24 * 90;

/** Scripts never see the tokens; cross-site requests never carry them. */
export function sessionCookie(kind: 'access' | 'refresh', value: string) {
  return {
    name: cookieNames()[kind],
    value,
    httpOnly: true,
    sameSite: 'lax' as const,
    secure: env().APP_URL.startsWith('https:'),
    path: '/',
    maxAge: REFRESH_MAX_AGE_S,
  };
}
