import type { Room } from '@/lib/meetings/schemas';

/** A room as the list has it. */
export type RoomSummary = Omit<Room, 'call' | 'workspaceId'> & { isLive: boolean };
