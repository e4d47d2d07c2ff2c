import { say, type SeedConversation } from './seed-conversation.ts';

/** The other company: what Acme must never see. */
export const globexConversations: readonly SeedConversation[] = [
  {
    kind: 'public',
    name: 'general',
    topic: 'For everyone: news, questions, small talk',
    by: 'gia',
    others: 'insiders',
    unread: {},
    messages: [
      say(
        'gia',
        '8d 09:00',
        'Good morning, Globex. Short weeks, long lists: let us keep to the three things on the board.',
      ),
      say(
        'marco',
        '8d 09:20',
        'The second batch of arms passed the endurance test: **one million** movements without a fault.',
        { reactions: { '🦾': ['gia', 'lena'] } },
      ),
      say('lena', '6d 10:05', 'A newspaper would like to visit the workshop. Friday?'),
      say('gia', '6d 10:30', 'Friday is good. Nothing of the new model on the tables, please.'),
      say('marco', '6d 10:31', 'I will lock it away.'),
    ],
  },
  {
    kind: 'private',
    name: 'product-launch',
    topic: 'Confidential until the day',
    by: 'gia',
    others: ['marco', 'lena'],
    unread: { gia: 2 },
    messages: [
      say('gia', '5d 11:00', 'We may show the small robots at a conference in Berlin in May. Not decided.'),
      say('lena', '5d 11:08', 'That would be six weeks before the launch. I need four for the press kit.'),
      say('marco', '5d 11:20', 'Weight is `3.2 kg` now, so they travel in hand luggage.'),
      say('gia', '2d 15:15', 'The offer is here. I asked for ten percent less, let us see.'),
      say(
        'marco',
        '44m',
        'Firmware `0.9.4` walks straight, finally:\n\n```diff\n- gait.sway = 0.14\n+ gait.sway = 0.06\n```',
      ),
      say('lena', '39m', '@{gia} may I tell the press that there will be a surprise on Friday at noon?'),
    ],
  },
  {
    kind: 'direct',
    name: 'lena-gia',
    topic: '',
    by: 'lena',
    others: ['gia'],
    unread: { gia: 1 },
    messages: [
      say('gia', '3d 10:10', 'Thank you for the text. I would leave out the word *revolution*.'),
      say('lena', '3d 10:12', 'Gladly.'),
      say('lena', '21m', 'The journalist asks for a portrait of you. The one from last year?'),
    ],
  },
];
