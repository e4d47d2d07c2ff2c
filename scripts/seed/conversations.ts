import { companyChannels } from './company-channels.ts';
import { directMessages } from './direct-messages.ts';
import { globexConversations } from './globex.ts';
import { privateChannels } from './private-channels.ts';
import { programmeChannels } from './programme-channels.ts';
import type { SeedConversation } from './seed-conversation.ts';
import { springConference } from './spring-conference.ts';

export const ACME_CONVERSATIONS: readonly SeedConversation[] = [
  ...companyChannels,
  springConference,
  ...programmeChannels,
  ...privateChannels,
  ...directMessages,
];

export const GLOBEX_CONVERSATIONS: readonly SeedConversation[] = globexConversations;
