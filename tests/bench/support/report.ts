export type Measurement = {
  /** `area.what`. */
  name: string;
  value: number;
  unit: string;
  /** The same unit: what the machine takes for the bare minimum, measured in the same run. */
  floor?: number;
  /** The most that is good: of value / floor where there is a floor, else of the value. */
  aim: number;
};

const rounded = (value: number): number => Number(value.toPrecision(4));

/** Prints a measurement as one JSON object on a line. */
export function report({ name, value, unit, floor, aim }: Measurement): void {
  const ratio = floor === undefined ? undefined : value / floor;
  const ok = (ratio ?? value) <= aim;
  const line = {
    name,
    value: rounded(value),
    unit,
    ...(floor === undefined ? {} : { floor: rounded(floor) }),
    ...(ratio === undefined ? {} : { ratio: rounded(ratio) }),
    aim,
    ok,
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/** The value below which half of the samples lie. @throws Error without samples */
export function median(samples: readonly number[]): number {
  const middle = samples.toSorted((a, b) => a - b)[Math.floor(samples.length / 2)];
  if (middle === undefined) throw new Error('nothing was measured');
  return middle;
}

/** Milliseconds that work takes. */
export async function timeMs(work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
}
