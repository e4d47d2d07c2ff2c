import { uuidv7 } from 'uuidv7';

/** Opens the direct message with a member. @returns its address, or null when that failed. */
export async function openDirect(
  { id: workspaceId, slug }: { id: string; slug: string },
  memberId: string,
): Promise<string | null> {
  try {
    const response = await fetch('/api/v1/team-chat/direct-messages', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'parley-workspace': workspaceId },
      body: JSON.stringify({ id: uuidv7(), memberIds: [memberId] }),
    });
    const answer: unknown = response.ok ? await response.json() : null;
    const id = typeof answer === 'object' && answer !== null && 'id' in answer ? answer.id : null;
    return typeof id === 'string' ? `/w/${slug}/chat/${id}` : null;
  } catch {
    // No network: the caller says so.
    return null;
  }
}
