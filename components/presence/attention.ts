/** Without input for this long, nobody is there. */
const IDLE_MS = 5 * 60_000;
/** A glance at another tab, or a change between two of ours, is no absence. */
const HIDDEN_MS = 10_000;

const INPUTS = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'];

/** Whether somebody is at this page: it is looked at, and there was input in the last five minutes. */
export class Attention {
  state: 'active' | 'away' = 'active';
  readonly #onChange: () => void;
  #inputMs = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** Watches until the returned function is called. */
  start(): () => void {
    const stop = new AbortController();
    const options = { signal: stop.signal, passive: true, capture: true };
    for (const name of INPUTS) window.addEventListener(name, this.#onInput, options);
    document.addEventListener('visibilitychange', this.#onVisibility, options);
    this.#inputMs = Date.now();
    this.state = 'active';
    this.#onVisibility();
    return () => {
      stop.abort();
      clearTimeout(this.#timer);
    };
  }

  readonly #onInput = () => {
    this.#inputMs = Date.now();
    if (this.state === 'away' && document.visibilityState === 'visible') this.#turn('active');
  };

  readonly #onVisibility = () => {
    clearTimeout(this.#timer);
    if (document.visibilityState === 'hidden') {
      this.#timer = setTimeout(() => this.#turn('away'), HIDDEN_MS);
      return;
    }
    this.#onInput();
    this.#check();
  };

  readonly #check = () => {
    clearTimeout(this.#timer);
    if (document.visibilityState === 'hidden') return;
    const leftMs = this.#inputMs + IDLE_MS - Date.now();
    if (leftMs <= 0) this.#turn('away');
    else this.#timer = setTimeout(this.#check, leftMs);
  };

  #turn(state: 'active' | 'away'): void {
    if (this.state === state) return;
    this.state = state;
    if (state === 'active') this.#check();
    this.#onChange();
  }
}
