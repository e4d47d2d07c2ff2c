/** What is good: at most this, at most so many times the floor (and so much more), or at least this share of it. */
export type Aim =
  | { atMost: number }
  | { atMostTimesFloor: number; plus?: number }
  | { atLeastOfFloor: number };

export type Measurement = {
  /** `area.what`. */
  name: string;
  value: number;
  unit: string;
  /** The same unit: the bare minimum (of time) or maximum (of throughput) on this machine, measured in the same run. */
  floor?: number;
  /** The same unit: what a first attempt of a thousand lines reached on a machine like this; its order of magnitude counts. */
  prototype?: number;
  /** Without one the figure is for information. */
  aim?: Aim;
};

const rounded = (value: number): number => Number(value.toPrecision(4));

function aimText(aim: Aim): string {
  if ('atMost' in aim) return `≤ ${aim.atMost}`;
  if ('atLeastOfFloor' in aim) return `≥ ${aim.atLeastOfFloor} × floor`;
  return `≤ ${aim.atMostTimesFloor} × floor${aim.plus === undefined ? '' : ` + ${aim.plus}`}`;
}

function isMet(aim: Aim, value: number, floor: number | undefined): boolean {
  if ('atMost' in aim) return value <= aim.atMost;
  if (floor === undefined) throw new Error('this aim needs a floor');
  if ('atLeastOfFloor' in aim) return value >= aim.atLeastOfFloor * floor;
  return value <= aim.atMostTimesFloor * floor + (aim.plus ?? 0);
}

/** Prints a measurement as one JSON object on a line. */
export function report({ name, value, unit, floor, prototype, aim }: Measurement): void {
  const ratio = floor === undefined ? undefined : value / floor;
  const line = {
    name,
    value: rounded(value),
    unit,
    ...(floor === undefined ? {} : { floor: rounded(floor) }),
    ...(ratio === undefined ? {} : { ratio: rounded(ratio) }),
    ...(prototype === undefined ? {} : { prototype }),
    ...(aim === undefined ? {} : { aim: aimText(aim) }),
    ok: aim === undefined || isMet(aim, value, floor),
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/** The value below which this share (0 to 1) of the samples lies. @throws Error without samples */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  if (value === undefined) throw new Error('nothing was measured');
  return value;
}

/** The value below which half of the samples lie. @throws Error without samples */
export const median = (samples: readonly number[]): number => quantile(samples, 0.5);

/** Reports the 50th, 95th and 99th percentile; each with what is beside it. */
export function reportSpread(
  name: string,
  samples: readonly number[],
  unit: string,
  beside: Partial<Record<'p50' | 'p95' | 'p99', Omit<Measurement, 'name' | 'value' | 'unit'>>> = {},
): void {
  report({ name: `${name}.p50`, value: quantile(samples, 0.5), unit, ...beside.p50 });
  report({ name: `${name}.p95`, value: quantile(samples, 0.95), unit, ...beside.p95 });
  report({ name: `${name}.p99`, value: quantile(samples, 0.99), unit, ...beside.p99 });
}

/** Now in milliseconds, by a clock that all processes of this machine share. */
export const monotonicMs = (): number => Number(process.hrtime.bigint()) / 1e6;

/** Milliseconds that work takes. */
export async function timeMs(work: () => Promise<unknown>): Promise<number> {
  const startedMs = monotonicMs();
  await work();
  return monotonicMs() - startedMs;
}
