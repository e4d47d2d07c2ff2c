import { pool } from '../db';

/**
 * Moves every realtime topic that a person's open sockets may hear, for after their sessions were ended: tokens and the
 * rights cached for them outlive a session. Everybody else rejoins by themselves.
 */
export async function cutOff(userId: string): Promise<void> {
  await pool().query('select private.cut_off($1::uuid)', [userId]);
}
