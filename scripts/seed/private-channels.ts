import { say, type SeedConversation } from './seed-conversation.ts';

/** What only the invited see; the second one with people from outside. */
export const privateChannels: readonly SeedConversation[] = [
  {
    kind: 'private',
    name: 'design',
    topic: 'Work in progress. What is shown here is not final',
    by: 'sofia',
    others: ['noor', 'priya', 'bo', 'jo', 'ada'],
    unread: { bo: 3, jo: 3 },
    messages: [
      say(
        'sofia',
        '9d 11:00',
        'Key visual, second round. I like the waves, but they must work at 2 cm on a badge.',
      ),
      say('noor', '9d 11:20', 'I took out every other line. At badge size it now reads as one shape.', {
        reactions: { '😍': ['sofia', 'priya'] },
      }),
      say('priya', '9d 11:31', 'For the mails I need it on white *and* on dark.'),
      say(
        'noor',
        '9d 11:33',
        'Both are in the folder:\n\n- `wave-light.svg`\n- `wave-dark.svg`\n- `wave-mono.svg`, for stamps and engraving',
      ),
      say(
        'sofia',
        '7d 16:02',
        'Colours for print and screen, so that nobody picks them from a screenshot:\n\n```css\n:root {\n  --teal: oklch(50% 0.092 195);\n  --ink: oklch(25% 0.02 215);\n  --paper: oklch(99.4% 0.0015 195);\n}\n```',
        { reactions: { '🙏': ['noor', 'priya'] } },
      ),
      say('jo', '6d 09:25', 'Badges go to print on **Friday**. After that a typo costs us a day.'),
      say(
        'noor',
        '6d 09:40',
        'Names come straight from registration, so typos are theirs. I only check that long ones fit: our record is 31 letters.',
      ),
      say('ada', '4d 10:05', 'The poster in the hall looks wonderful.', {
        reactions: { '❤️': ['sofia', 'noor'] },
      }),
      say('sofia', '2d 13:30', 'Banners are approved. Thank you for the quick yes, @{ada}.'),
      say('bo', '1d 10:11', 'Invoice of the printer matches the quote. First time ever.', {
        reactions: { '🎉': ['sofia', 'jo'] },
      }),
      say('noor', '71m', 'Stage backdrop, third version: less text, larger wave.'),
      say('sofia', '66m', 'Yes. That is the one.', { reactions: { '💯': ['noor', 'priya'] } }),
      say(
        'noor',
        '61m',
        '@{bo} the fabric costs `€290` more than paper, but we can use it again in autumn. May I?',
      ),
    ],
  },
  {
    kind: 'private',
    name: 'keynote-film',
    topic: 'Opening film with Costa Film',
    by: 'mei',
    others: ['ada', 'sofia', 'bo', 'ines', 'raj'],
    unread: { ada: 1 },
    messages: [
      say(
        'mei',
        '8d 14:00',
        'Welcome, @{ines}. This channel is for the film only; you see nothing else of ours but #spring-conference, and the others here are the people who decide.',
      ),
      say(
        'ines',
        '8d 14:12',
        'Thank you, happy to be here. Our plan:\n\n1. Script, two pages\n2. Two days of shooting in Berlin\n3. First cut\n4. Sound with Raj\n5. Final cut a week before the opening',
      ),
      say('ada', '8d 14:30', 'Ninety seconds, please. People have come to see each other.', {
        reactions: { '👍': ['mei', 'ines', 'sofia'] },
      }),
      say(
        'ines',
        '7d 10:20',
        'Script is attached to the mail of this morning. The last line is open: I have three versions.',
      ),
      say('sofia', '7d 10:45', 'The second. It ends on a question.'),
      say('mei', '7d 10:50', 'Second for me, too.'),
      say(
        'ines',
        '5d 19:12',
        'Shooting is done. We had rain for ten minutes, and they turned out to be the best ten.',
        { reactions: { '🌧️': ['mei', 'sofia'] } },
      ),
      say('raj', '4d 09:02', 'For the mix I need the dialogue and the music apart, `48 kHz`, 24 bit.'),
      say('ines', '4d 09:30', 'You get stems tonight.'),
      say('bo', '3d 13:15', 'Second instalment is on its way, it should arrive by Monday.', {
        reactions: { '🙏': ['ines'] },
      }),
      say('ines', '2d 20:41', 'Here is the link to the rough cut', { isDeleted: true }),
      say(
        'ines',
        '2d 20:43',
        'That was the wrong link, I am sorry. The first cut comes on the day we said, with sound.',
      ),
      say('raj', '1d 18:20', 'Mix is at `-16 LUFS`, with room for the hall.'),
      say(
        'ines',
        '14m',
        'First cut is uploaded. @{ada} the ninety seconds became ninety-four. I could not kill the last smile.',
        { reactions: { '🎬': ['mei'] } },
      ),
    ],
  },
];
