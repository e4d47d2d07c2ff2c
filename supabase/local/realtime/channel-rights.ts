import type { Extension, Rights, RightsAnswer, RightsQuestion } from './rights.ts';
import { RightsUnknown } from './rights.ts';
import type { Claims } from './tokens.ts';

/** Who asks, about which topic. */
export type Caller = Pick<RightsQuestion, 'topic' | 'headers'> & { claims: Claims };

/**
 * What the holder of one token may do on a private topic. Read is settled at the join, write at the
 * first send or track; both are kept until a new token comes, as hosted.
 */
export class ChannelRights {
  readonly #rights: Rights;
  readonly #caller: Caller;
  #read: RightsAnswer = {};
  #write: RightsAnswer | null = null;

  constructor(rights: Rights, caller: Caller) {
    this.#rights = rights;
    this.#caller = caller;
  }

  /** Undefined: not asked yet. */
  canRead(extension: Extension): boolean | undefined {
    return this.#read[extension];
  }

  canWrite(extension: Extension): boolean | undefined {
    return this.#write?.[extension];
  }

  /** @throws RightsUnknown */
  async askRead(extensions: readonly Extension[]): Promise<void> {
    this.#read = { ...this.#read, ...(await this.#ask('read', extensions)) };
  }

  /** @throws RightsUnknown */
  async askWrite(): Promise<void> {
    this.#write = await this.#ask('write', ['broadcast', 'presence']);
  }

  /** Whether a right to read that `before` had is missing here. */
  lostReadOf(before: ChannelRights): boolean {
    const extensions: Extension[] = ['broadcast', 'presence'];
    return extensions.some((name) => before.canRead(name) === true && this.canRead(name) === false);
  }

  #ask(mode: RightsQuestion['mode'], extensions: readonly Extension[]): Promise<RightsAnswer> {
    return this.#rights.ask({ mode, ...this.#caller, extensions });
  }
}

/** The hosted server's words to a join whose policies could not be asked. */
export function rightsRefusal(error: RightsUnknown, topic: string): { code: string; text: string } {
  const refusals: Record<RightsUnknown['reason'], { code: string; text: string }> = {
    policy: { code: 'Unauthorized', text: noReadText(topic) },
    partition: {
      code: 'MissingPartition',
      text: 'Realtime was unable to find the expected messages partition',
    },
    cancelled: { code: 'QueryCanceled', text: 'Query was cancelled, please try again' },
    database: {
      code: 'UnableToConnectToProject',
      text: 'Realtime was unable to connect to the project database',
    },
  };
  return refusals[error.reason];
}

/** The same to a channel that brought a new token; of a missing partition it hears as if the database were away. */
export function shutdownText(error: RightsUnknown, topic: string): string {
  const told = error.reason === 'partition' ? new RightsUnknown('database', error.message) : error;
  return rightsRefusal(told, topic).text;
}

export function noReadText(topic: string): string {
  return `You do not have permissions to read from this Channel topic: ${topic}`;
}
