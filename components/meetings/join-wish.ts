import type { CallKind } from '@/lib/meetings/schemas';

/** How a tab wants to be in a room's call. While it is kept, the room's page joins at once, also when it is loaded anew. */
export type JoinWish = { kind: CallKind; isMuted: boolean; isCameraOn: boolean };

const keyOf = (person: string, code: string) => `parley-join:${person}:${code}`;

/** Kept for this tab alone, by the press of a button: no link can switch on anybody's microphone. */
export function keepWish(person: string, code: string, wish: JoinWish): void {
  try {
    sessionStorage.setItem(keyOf(person, code), JSON.stringify(wish));
  } catch {
    // Without storage the room's page asks first; nothing else is lost.
  }
}

export function keptWish(person: string, code: string): JoinWish | null {
  try {
    const found: unknown = JSON.parse(sessionStorage.getItem(keyOf(person, code)) ?? 'null');
    return isWish(found) ? found : null;
  } catch {
    return null;
  }
}

export function dropWish(person: string, code: string): void {
  try {
    sessionStorage.removeItem(keyOf(person, code));
  } catch {
    // Nothing was kept.
  }
}

function isWish(value: unknown): value is JoinWish {
  return (
    typeof value === 'object' &&
    value !== null &&
    'kind' in value &&
    'isMuted' in value &&
    'isCameraOn' in value
  );
}
