import type { ChildProcess } from 'node:child_process';

import { type ChildSpec, type Exit, exitOf, killGroup, startChild, stopChild } from './child.ts';

const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 10_000;
const HEALTHY_AFTER_MS = 30_000;
const KEPT_LINES = 40;
const FIRST_ATTEMPTS = 3;

export type ServiceSpec = ChildSpec & {
  name: string;
  /** Resolves when the process answers; must give up when the signal aborts. */
  answers: (signal: AbortSignal, pid: number) => Promise<void>;
  /** How long it may take to stop before it is killed, in milliseconds. */
  stopLimitMs: number;
  /** Told of every start, so that a later run can find what was left. */
  onStart: (pid: number) => void;
  /** Told of an unexpected end and of the coming restart. */
  onProblem: (message: string) => void;
};

export type SupervisedService = {
  pid: () => number | null;
  /** Resolves at the first answer; rejects with the last lines when the service ends three times before, or never answers. */
  ready: Promise<void>;
  stop: () => Promise<void>;
};

/** The wait before restart number `failures` (from 1), in milliseconds. */
export function restartDelayMs(failures: number): number {
  return Math.min(FIRST_DELAY_MS * 2 ** (failures - 1), LONGEST_DELAY_MS);
}

function describeExit(exit: Exit): string {
  return exit.signal === null ? `ended with code ${exit.code}` : `was ended by ${exit.signal}`;
}

class Supervisor {
  private child: ChildProcess | null = null;
  private stopping = false;
  private failures = 0;
  private everAnswered = false;
  private lastLines: string[] = [];
  private timer: NodeJS.Timeout | null = null;
  private giveUp: (reason: Error) => void = () => {};
  private readonly spec: ServiceSpec;

  constructor(spec: ServiceSpec) {
    this.spec = spec;
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.giveUp = reject;
      this.launch(resolve);
    });
  }

  pid(): number | null {
    return this.child?.pid ?? null;
  }

  async stop(): Promise<void> {
    this.stopping = true;
    if (this.timer !== null) clearTimeout(this.timer);
    if (this.child !== null) await stopChild(this.child, this.spec.stopLimitMs);
    this.giveUp(new Error(`${this.spec.name} was stopped before it answered`));
  }

  private launch(onAnswer: () => void): void {
    const { spec } = this;
    this.lastLines = [];
    const child = startChild({
      ...spec,
      onLine: (line, stream) => {
        this.lastLines = [...this.lastLines.slice(1 - KEPT_LINES), line];
        spec.onLine(line, stream);
      },
    });
    this.child = child;
    const pid = child.pid ?? 0;
    spec.onStart(pid);
    const startedAt = Date.now();
    const gone = new AbortController();
    void spec.answers(gone.signal, pid).then(
      () => {
        this.everAnswered = true;
        onAnswer();
      },
      (error: unknown) => {
        if (gone.signal.aborted || this.everAnswered) return;
        this.giveUp(this.failure(error instanceof Error ? error.message : String(error)));
      },
    );
    void exitOf(child).then((exit) => {
      gone.abort();
      this.child = null;
      if (this.stopping) return;
      // What it started may still hold its port.
      killGroup(child);
      this.failures = Date.now() - startedAt > HEALTHY_AFTER_MS ? 1 : this.failures + 1;
      this.restart(exit, onAnswer);
    });
  }

  private restart(exit: Exit, onAnswer: () => void): void {
    const what = describeExit(exit);
    if (!this.everAnswered && this.failures >= FIRST_ATTEMPTS) {
      this.stopping = true;
      this.giveUp(this.failure(`it ${what}`));
      return;
    }
    const delayMs = restartDelayMs(this.failures);
    this.spec.onProblem(`${this.spec.name} ${what}; starting it again in ${delayMs / 1000} s`);
    this.timer = setTimeout(() => this.launch(onAnswer), delayMs);
  }

  private failure(reason: string): Error {
    const lines = this.lastLines.map((line) => `  ${line}`).join('\n');
    return new Error(`${this.spec.name} does not start: ${reason}${lines === '' ? '' : `\n${lines}`}`);
  }
}

/**
 * Starts a service and from then on starts it again, with growing pauses, whenever it ends without having
 * been asked to.
 */
export function supervise(spec: ServiceSpec): SupervisedService {
  const supervisor = new Supervisor(spec);
  const ready = supervisor.start();
  // Whoever stops a service early need not wait for its readiness, and then nobody listens to the rejection.
  ready.catch(() => {});
  return { pid: () => supervisor.pid(), ready, stop: async () => await supervisor.stop() };
}
