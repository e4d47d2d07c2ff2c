/** Addresses of the chat pages of a workspace. */
export const chatHref = (slug: string): string => `/w/${slug}/chat`;
export const conversationHref = (slug: string, id: string): string => `${chatHref(slug)}/${id}`;
export const messageHref = (slug: string, id: string, seq: number): string =>
  `${conversationHref(slug, id)}?at=${seq}`;
export const inboxHref = (slug: string): string => `/w/${slug}/inbox`;
export const meetingsHref = (slug: string): string => `/w/${slug}/meetings`;
export const peopleHref = (slug: string): string => `/w/${slug}/people`;
export const settingsHref = (slug: string): string => `/w/${slug}/settings`;

/** Cookie with the id of the conversation that was last open in this browser. */
export const LAST_CONVERSATION = 'conversation';
