import { z } from 'zod';

/** A person of a demo installation, offered on the sign-in page by one click. */
const demoPerson = z.object({
  key: z.string(),
  name: z.string(),
  email: z.email(),
  password: z.string(),
  note: z.string(),
});
export type DemoPerson = z.infer<typeof demoPerson>;

const urls = z
  .string()
  .transform((text) => text.split(',').map((url) => url.trim()))
  .pipe(z.array(z.string().regex(/^(stun|turns?):\S+$/)));

const variables = z.object({
  APP_URL: z.url(),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  SUPABASE_URL: z.url().transform((url) => url.replace(/\/$/, '')),
  /** Where browsers reach it, when that is another address than the server's own. */
  SUPABASE_PUBLIC_URL: z
    .url()
    .transform((url) => url.replace(/\/$/, ''))
    .optional(),
  SUPABASE_PUBLISHABLE_KEY: z.string().min(20),
  SUPABASE_SECRET_KEY: z.string().min(20),
  SEND_EMAIL_HOOK_SECRET: z.string().startsWith('v1,whsec_'),
  MAIL_URL: z.url({ protocol: /^(smtps?|resend)$/ }),
  MAIL_FROM: z.string().min(3),
  PARLEY_INSTANCE: z
    .string()
    .regex(/^[a-z0-9]{1,20}$/)
    .default('parley'),
  /** Names the build that runs, so that pages of another one can offer to reload. */
  PARLEY_BUILD: z
    .string()
    .regex(/^[\w.-]{1,64}$/)
    .optional(),
  /** Separated by commas: stun:host:3478. */
  STUN_URLS: urls.default([]),
  /** Separated by commas: turn:host:3478?transport=udp, turns:host:443?transport=tcp. Asks for TURN_SECRET. */
  TURN_URLS: urls.default([]),
  TURN_SECRET: z.string().min(16).optional(),
  DATABASE_POOL_SIZE: z.coerce.number().int().min(1).max(200).default(20),
  CLIENT_ADDRESS_HEADER: z.string().default('x-forwarded-for'),
  DEMO_PEOPLE: z
    .string()
    .transform((text) => z.array(demoPerson).parse(JSON.parse(text)))
    .default([]),
  INBOX_URL: z.url().optional(),
  NODE_ENV: z.enum(['development', 'production', 'test']).default('production'),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

const schema = variables
  .refine(({ TURN_URLS, TURN_SECRET }) => TURN_URLS.length === 0 || TURN_SECRET !== undefined, {
    path: ['TURN_SECRET'],
    error: 'TURN_URLS asks for it.',
  })
  .transform((read) => ({ ...read, SUPABASE_PUBLIC_URL: read.SUPABASE_PUBLIC_URL ?? read.SUPABASE_URL }));
export type Env = z.infer<typeof schema>;

let parsed: Env | undefined;

/**
 * The typed environment, read once on first use, so that a build needs none of it.
 * @throws Error naming every variable that is missing or malformed.
 */
export function env(): Env {
  if (!parsed) {
    const present = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ''));
    const result = schema.safeParse(present);
    if (!result.success) {
      const faults = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
      throw new Error(`The environment is not complete.\n  ${faults.join('\n  ')}\nSee .env.example.`);
    }
    parsed = result.data;
  }
  return parsed;
}
