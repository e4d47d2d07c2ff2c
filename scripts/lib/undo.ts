type Step = () => Promise<void> | void;

/** What is to be undone at the end, last thing first; also when the end comes in the middle of the beginning. */
export class Undo {
  private readonly steps: Step[] = [];
  private running: Promise<void> | null = null;

  /** @throws Error after having undone the step at once, when the end has already come. */
  add(step: Step): void {
    if (this.running !== null) {
      this.running = this.running.then(step);
      throw new Error('Stopped');
    }
    this.steps.push(step);
  }

  /** Undoes everything; later calls wait for the same end. */
  async run(): Promise<void> {
    this.running ??= this.runAll();
    for (let seen: Promise<void> | null = null; seen !== this.running;) {
      seen = this.running;
      await seen;
    }
  }

  private async runAll(): Promise<void> {
    for (let step = this.steps.pop(); step !== undefined; step = this.steps.pop()) await step();
  }
}
