import { addWish, endWish, type Wish } from '@/lib/chat/timeline';

import { backoffMs } from '../realtime/backoff';
import { toast } from '../ui/toast';
import { callApi, isPassing } from './api';
import type { TimelineAccess } from './posting';
import type { WorkspaceStore } from './workspace-store';

/** The event of a reaction comes within this time, or is fetched. */
const ECHO_MS = 800;
const MAX_TRIES = 4;

/** Puts on and takes off the person's reactions; of quick changes of mind only the last one counts. */
export class Reacting {
  readonly #workspace: WorkspaceStore;
  readonly #timeline: TimelineAccess;
  readonly #catchUp: () => Promise<void>;
  readonly #wishes = new Map<string, Wish>();
  readonly #busy = new Set<string>();

  constructor(workspace: WorkspaceStore, timeline: TimelineAccess, catchUp: () => Promise<void>) {
    this.#workspace = workspace;
    this.#timeline = timeline;
    this.#catchUp = catchUp;
  }

  react(messageId: string, emoji: string, isOn: boolean): void {
    const memberId = this.#workspace.frame.get().me.id;
    const wish: Wish = {
      key: `react:${messageId}:${emoji}`,
      messageId,
      change: { emoji, memberId, isOn },
      until: null,
    };
    this.#wishes.set(wish.key, wish);
    this.#timeline.set(addWish(this.#timeline.get(), wish));
    void this.#send(wish.key, messageId, emoji);
  }

  async #send(key: string, messageId: string, emoji: string): Promise<void> {
    if (this.#busy.has(key)) return;
    this.#busy.add(key);
    const path = `/team-chat/messages/${messageId}/reactions/${encodeURIComponent(emoji)}`;
    let tries = 0;
    for (let wish = this.#wishes.get(key); wish; wish = this.#wishes.get(key)) {
      const isOn = 'emoji' in wish.change && wish.change.isOn;
      const result = await callApi(isOn ? 'PUT' : 'DELETE', path, { workspaceId: this.#workspace.id });
      tries += 1;
      if (!result.ok && isPassing(result.error) && tries < MAX_TRIES) {
        await pause(Math.max(result.error.retryAfterMs ?? 0, backoffMs(tries)));
      } else if (this.#wishes.get(key) === wish) {
        if (result.ok) await pause(ECHO_MS);
        else toast.error(result.error.message);
        if (result.ok && !this.#isFulfilled(wish)) await this.#catchUp();
        if (this.#wishes.get(key) === wish) this.#end(key);
      }
    }
    this.#busy.delete(key);
  }

  #end(key: string): void {
    this.#wishes.delete(key);
    this.#timeline.set(endWish(this.#timeline.get(), key, null));
  }

  #isFulfilled({ messageId, change }: Wish): boolean {
    const known = this.#timeline.get().known.find(({ item }) => item.id === messageId);
    if (!known || !('emoji' in change)) return true;
    const { emoji, memberId, isOn } = change;
    return (
      known.item.reactions.some((reaction) => reaction.emoji === emoji && reaction.memberId === memberId) ===
      isOn
    );
  }
}

const pause = (pauseMs: number) =>
  new Promise<void>((resolve) => {
    setTimeout(resolve, pauseMs);
  });
