import type { Clock } from '../clock.ts';

/** Something that is so or not, and that others wait for, each for as long as it likes. */
export class Signal {
  readonly #clock: Clock;
  readonly #waiting = new Set<(isSet: boolean) => void>();
  #isSet = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get isSet(): boolean {
    return this.#isSet;
  }

  /** How many wait; who waited in vain is forgotten. */
  get waiting(): number {
    return this.#waiting.size;
  }

  set(isSet: boolean): void {
    this.#isSet = isSet;
    if (!isSet) return;
    for (const settle of this.#waiting) settle(true);
  }

  /** Whether it is set by then (without a limit: true, whenever that is); true at once where it is. */
  wait(limitMs?: number): Promise<boolean> {
    if (this.#isSet) return Promise.resolve(true);
    return new Promise((resolve) => {
      const settle = (isSet: boolean): void => {
        cancel?.();
        this.#waiting.delete(settle);
        resolve(isSet);
      };
      this.#waiting.add(settle);
      const cancel = limitMs === undefined ? undefined : this.#clock.after(limitMs, () => settle(false));
    });
  }
}
