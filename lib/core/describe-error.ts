import { DrizzleQueryError } from 'drizzle-orm';

/** What the log may tell of an error: everything but the values of a failed query, which are what people wrote. */
export function describeError(thrown: unknown): Record<string, unknown> {
  if (!(thrown instanceof Error)) return { message: String(thrown) };
  const message = thrown instanceof DrizzleQueryError ? `Failed query: ${thrown.query}` : thrown.message;
  const cause = thrown.cause instanceof Error ? { cause: thrown.cause.message } : {};
  return { message, stack: framesOf(thrown), ...cause };
}

/** The stack without the message, which it repeats at its beginning. */
function framesOf({ stack = '', message }: Error): string {
  const end = stack.indexOf(message) + message.length;
  return stack.slice(stack.includes(message) ? end : 0).trimStart();
}
