/** Prints one line for the person at the terminal. */
export function say(message: string): void {
  process.stdout.write(`${message}\n`);
}

const WARN_LEVEL = 40;

/** Whether a line of a server deserves a place on the terminal: errors, and log entries from warning upwards. */
export function deservesAttention(line: string, stream: 'stdout' | 'stderr'): boolean {
  if (line.trim() === '') return false;
  if (!line.startsWith('{')) return stream === 'stderr';
  try {
    const entry: unknown = JSON.parse(line);
    if (typeof entry !== 'object' || entry === null || !('level' in entry)) return stream === 'stderr';
    const { level } = entry;
    return typeof level === 'number'
      ? level >= WARN_LEVEL
      : level !== 'info' && level !== 'debug' && level !== 'trace';
  } catch {
    return stream === 'stderr';
  }
}

const SAME_KEYPRESS_MS = 500;

/**
 * Calls `stop` when the person, or whoever started this process, asks for the end or is gone; then leaves.
 * A second request, half a second later or more, leaves at once (children notice and stop by themselves).
 */
export function stopOnRequest(stop: () => Promise<void>): void {
  let askedAt = 0;
  const onRequest = (code: number): void => {
    if (askedAt !== 0) {
      // npm, run.mjs and the terminal may each deliver the same Ctrl-C.
      if (Date.now() - askedAt > SAME_KEYPRESS_MS) process.exit(code);
      return;
    }
    askedAt = Date.now();
    void stop().then(
      () => process.exit(code),
      (error: unknown) => {
        process.stderr.write(`${String(error)}\n`);
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', () => onRequest(0));
  process.on('SIGTERM', () => onRequest(0));
  process.on('SIGHUP', () => onRequest(0));
  process.on('disconnect', () => onRequest(1));
}

/** Runs a command's main function; an expected failure prints its message alone. */
export async function runCommand(main: () => Promise<number>): Promise<never> {
  try {
    process.exit(await main());
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    if (process.env['DEBUG'] !== undefined && error instanceof Error)
      process.stderr.write(`${error.stack ?? ''}\n`);
    process.exit(1);
  }
}
