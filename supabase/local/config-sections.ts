import { z } from 'zod';

const error = 'is not emulated here';

/** A setting that is emulated at this value only: another one is an error, not passed over. */
export const always = (value: boolean | number) => z.literal(value, { error }).default(value);

/** Said to somebody else (the command that starts the stack, a hosted project), or of no consequence here. */
export const elsewhere = z.unknown().optional();

/** A part of the project that is not there: its switches must be off. What else is said of it has no consequence. */
export function off(...switches: readonly string[]) {
  const names = switches.length === 0 ? ['enabled'] : switches;
  return z.looseObject(Object.fromEntries(names.map((name) => [name, always(false)]))).optional();
}

/** Such parts by their names. */
export const allOff = z.record(z.string(), off()).optional();

/** Must say nothing: it has no switch. */
export const unsaid = z
  .unknown()
  .refine((value) => JSON.stringify(value ?? '') === '""' || JSON.stringify(value) === '{}', { error })
  .optional();

/** A time after which something ends, when it is not zero. */
export const never = z.literal(['', '0', '0s', '0h', '0m', 0], { error }).optional();
