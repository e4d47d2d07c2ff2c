/** Lets the event loop turn until something holds; for what no event announces. */
export async function turnUntil(
  holds: () => boolean,
  meanwhile: () => void = () => undefined,
): Promise<void> {
  while (!holds()) {
    meanwhile();
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
}
