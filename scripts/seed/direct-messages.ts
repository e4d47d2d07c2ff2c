import { say, type SeedConversation } from './seed-conversation.ts';

const direct = { kind: 'direct', topic: '' } as const;

export const directMessages: readonly SeedConversation[] = [
  {
    ...direct,
    name: 'ada-bo',
    by: 'ada',
    others: ['bo'],
    unread: { bo: 2 },
    messages: [
      say('ada', '6d 08:31', 'Do you have ten minutes for the reserve before the board meets?'),
      say('bo', '6d 08:34', 'At nine? I bring the sheet.'),
      say('ada', '6d 08:34', 'At nine.'),
      say(
        'bo',
        '6d 09:22',
        'As promised, in short:\n\n- reserve `€64,000`\n- of that promised: `€21,500`\n- free: `€42,500`',
        { reactions: { '🙏': ['ada'] } },
      ),
      say('bo', '1d 09:33', 'Early-bird is booked. We can afford the film *and* the fabric.'),
      say('ada', '1d 09:50', 'Music to my ears.'),
      say('ada', '31m', 'One more: the keynote wants half of the fee on signing. Is that possible today?'),
      say('ada', '30m', 'I will sign at four.'),
    ],
  },
  {
    ...direct,
    name: 'mei-ada',
    by: 'mei',
    others: ['ada'],
    unread: { ada: 1 },
    messages: [
      say('mei', '5d 17:40', 'That was a good meeting. Thank you for letting Yuki present.'),
      say('ada', '5d 17:52', 'She was better than I am. Let her do the next one, too.', {
        reactions: { '😊': ['mei'] },
      }),
      say('mei', '2d 08:15', 'I am off next Monday. Yuki has the programme, Tom the venue.'),
      say('ada', '2d 08:20', 'Enjoy it, and do not read this.'),
      say('mei', '18m', 'Clause 4 is fine. You can sign.'),
    ],
  },
  {
    ...direct,
    name: 'bo-mei',
    by: 'bo',
    others: ['mei'],
    unread: {},
    messages: [
      say(
        'bo',
        '4d 13:05',
        'Could speakers send their receipts within a week? I close the month on the 30th.',
      ),
      say('mei', '4d 13:11', 'I put it into the guide. Half of them will even read it.'),
      say('bo', '4d 13:12', 'Half is more than last year.', { reactions: { '😄': ['mei'] } }),
      say('mei', '1d 16:45', 'Hanna Weiss would like her fee as a donation. Can we do that?'),
      say('bo', '1d 16:58', 'Yes, with a short letter from her. I have a template.'),
    ],
  },
  {
    ...direct,
    name: 'jo-ada',
    by: 'jo',
    others: ['ada'],
    unread: {},
    marks: { ada: { isArchived: true } },
    messages: [
      say(
        'jo',
        '3d 09:40',
        'Ines and Raj have their access: the film channel for both, venue for Raj, spring-conference for Ines. They see nothing else.',
      ),
      say('ada', '3d 09:44', 'Good. Until when?'),
      say('jo', '3d 09:45', 'I have set a reminder for the week after the conference.', {
        reactions: { '👍': ['ada'] },
      }),
    ],
  },
  {
    ...direct,
    name: 'noor-bo',
    by: 'noor',
    others: ['bo'],
    unread: {},
    marks: { bo: { isArchived: true } },
    messages: [
      say('noor', '2d 11:10', 'What is the cost centre for fabric? `4210` or `4230`?'),
      say('bo', '2d 11:16', '`4230`, reusable material.'),
    ],
  },
  {
    ...direct,
    name: 'mei-yuki-kofi-bo',
    by: 'mei',
    others: ['yuki', 'kofi', 'bo'],
    unread: {},
    messages: [
      say('mei', '3d 14:00', 'Small round for the opening: who says what, and when the light goes down.'),
      say('kofi', '3d 14:06', '09:28 light down, 09:29 film, 09:31 Ada.'),
      say('yuki', '3d 14:08', 'The speaker stands behind the curtain from 09:20. I will be with her.'),
      say('bo', '3d 14:15', 'And I am in the front row with the microphone for questions.', {
        reactions: { '👏': ['mei', 'kofi'] },
      }),
    ],
  },
];
