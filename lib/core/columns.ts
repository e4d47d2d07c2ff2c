import { customType, timestamp } from 'drizzle-orm/pg-core';

/** `timestamptz(3)`: the precision of the API's times, so that nothing is lost on the way. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: 'date' });

export const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' });
export const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' });
export const inet = customType<{ data: string }>({ dataType: () => 'inet' });
