import { formatTime } from './times';

/** What grouping needs to know of a message. */
type Groupable = {
  id: string;
  seq: number;
  authorId: string;
  createdAt: string;
  deletedAt: string | null;
  state: 'sent' | 'sending' | 'failed';
};

export type TimelineRow<Item extends Groupable> = {
  item: Item;
  /** Shows author and time; rows without it belong to the author above. */
  startsGroup: boolean;
  /** The first of its day: a separator stands above it. */
  startsDay: boolean;
  /** The "new" line stands above it. */
  isFirstUnread: boolean;
};

const GROUP_MS = 5 * 60 * 1000;

type Reading = {
  zone: string;
  memberId: string;
  /** Everything after this, by others, is new; null draws no line. */
  unreadAfter: number | null;
};

/** Messages in order as rows: grouped by author within five minutes, parted by days and by what is new. */
export function timelineRows<Item extends Groupable>(
  items: readonly Item[],
  { zone, memberId, unreadAfter }: Reading,
): TimelineRow<Item>[] {
  let previous: Item | undefined;
  let previousDay = '';
  let isUnreadShown = unreadAfter === null;
  let groupedSinceMs = 0;
  return items.map((item) => {
    const day = formatTime(item.createdAt, 'day', zone, 'en');
    const atMs = Date.parse(item.createdAt);
    const startsDay = day !== previousDay;
    const isFirstUnread =
      !isUnreadShown &&
      unreadAfter !== null &&
      item.state === 'sent' &&
      item.seq > unreadAfter &&
      item.authorId !== memberId;
    if (isFirstUnread) isUnreadShown = true;
    const startsGroup =
      startsDay ||
      isFirstUnread ||
      previous?.authorId !== item.authorId ||
      previous.deletedAt !== null ||
      item.deletedAt !== null ||
      atMs - groupedSinceMs > GROUP_MS;
    if (startsGroup) groupedSinceMs = atMs;
    previous = item;
    previousDay = day;
    return { item, startsGroup, startsDay, isFirstUnread };
  });
}
