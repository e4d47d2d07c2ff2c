import { say, type SeedConversation } from './seed-conversation.ts';

/** Speakers, sponsors, venue: the parts of the conference. */
export const programmeChannels: readonly SeedConversation[] = [
  {
    kind: 'public',
    name: 'speakers',
    topic: 'Finding, booking and looking after speakers',
    by: 'yuki',
    others: ['mei', 'ada', 'bo', 'jo', 'priya', 'kofi', 'elena'],
    unread: {},
    messages: [
      say('yuki', '9d 10:02', 'State of the list: 14 signed, 6 waiting for a signature, 2 open.'),
      say('mei', '9d 10:15', 'Which two?'),
      say('yuki', '9d 10:17', 'Friday 14:00 and the closing panel.'),
      say(
        'priya',
        '8d 13:40',
        'I need portraits by Monday, at least `1200 × 1200`, no logos in the background.',
      ),
      say(
        'yuki',
        '8d 13:52',
        '- [x] asked all of them\n- [x] 15 portraits are in the folder\n- [ ] 5 to come\n- [ ] 2 sent stamps',
      ),
      say('priya', '8d 13:55', 'Stamps?'),
      say('yuki', '8d 13:56', '`96 × 96` pixels.', { reactions: { '😂': ['priya', 'mei', 'elena'] } }),
      say(
        'elena',
        '6d 15:30',
        'Speaker pages are generated from the same list. A missing portrait shows initials, so nothing looks broken meanwhile.',
        { reactions: { '🙏': ['yuki', 'priya'] } },
      ),
      say(
        'mei',
        '5d 09:10',
        'Guide for speakers, final version:\n\n1. Slides in 16:9, fonts from 24 points\n2. Clicker and microphone are ours\n3. Be backstage **30 minutes** before\n4. Ten minutes of every slot belong to questions',
      ),
      say('kofi', '5d 09:18', 'Please add: no sound from laptops without telling us the day before.'),
      say('mei', '5d 09:21', 'Added as 5.', { reactions: { '👍': ['kofi'] } }),
      say(
        'yuki',
        '3d 11:26',
        'The panel is complete: three founders and one who sold her company and regrets it. That will be lively.',
        { reactions: { '🔥': ['ada', 'mei', 'priya'] } },
      ),
      say('bo', '3d 11:40', 'Any travel from overseas?'),
      say('yuki', '3d 11:42', 'One, from Toronto. She shares the flight with another event, so we pay half.'),
      say('yuki', '1d 16:08', '19 of 22 agreements are back.', { was: '18 of 22 agreements are back.' }),
      say('mei', '1d 16:30', 'Excellent. I will call the other three.'),
    ],
  },
  {
    kind: 'public',
    name: 'sponsors',
    topic: 'Packages, contracts, booths',
    by: 'liam',
    others: ['ada', 'bo', 'mei', 'tom', 'priya', 'sofia'],
    unread: { ada: 1 },
    messages: [
      say(
        'liam',
        '10d 11:00',
        'Sold so far:\n\n| package | sold | of |\n|---|---|---|\n| gold | 2 | 3 |\n| silver | 5 | 8 |\n| bronze | 9 | 12 |',
      ),
      say('bo', '10d 11:15', 'Payments of two silver ones are late by ten days. Shall I write, or do you?'),
      say('liam', '10d 11:17', 'Let me call first. They are nice people with a slow accounting.'),
      say('liam', '8d 10:44', 'Both paid this morning.', { reactions: { '💶': ['bo'] } }),
      say('sofia', '7d 15:03', 'Logos: please ask for **SVG**. I got a photo of a business card again.'),
      say('liam', '7d 15:09', 'I know who that was. I will ask.'),
      say(
        'priya',
        '5d 10:31',
        'Can we name the gold sponsors in the last-call mail? It goes to 11,000 people.',
      ),
      say(
        'liam',
        '5d 10:36',
        'Please do, it is in their package: one mail, one post, one mention from the stage.',
      ),
      say(
        'ada',
        '4d 12:02',
        'I had lunch with Globex. They are interested in the third gold package, with a demonstration in the hall.',
        { reactions: { '🤞': ['liam', 'bo', 'mei'] } },
      ),
      say('tom', '4d 12:20', 'A demonstration with what? The hall allows no open flames and no drones.'),
      say('ada', '4d 12:24', 'Robots, I am told. Small ones.', {
        reactions: { '🤖': ['tom', 'sofia', 'liam', 'mei'] },
      }),
      say(
        'liam',
        '2d 14:10',
        'Draft for Globex is in their hands: `€25,000`, booth of 24 m², demonstration on Friday at noon.',
      ),
      say(
        'liam',
        '83m',
        'They ask for a discount of 10% for signing this week. @{ada} your call, I would offer 5% and the better corner.',
      ),
    ],
  },
  {
    kind: 'public',
    name: 'venue-berlin',
    topic: 'Halls, build-up, crew, keys',
    by: 'tom',
    others: ['kofi', 'sofia', 'mei', 'zoe', 'jo', 'raj'],
    unread: {},
    messages: [
      say('tom', '9d 08:30', 'The venue confirmed the build-up day: **13 May, 12:00 to 20:00**.'),
      say(
        'kofi',
        '9d 08:44',
        'Eight hours are tight for wall, stage and sound. Can the truck come at 11:30 and wait?',
      ),
      say('tom', '9d 09:05', 'It can wait in the yard. Not on the street, they fine us.'),
      say(
        'raj',
        '8d 09:30',
        'Hello everyone, Raj here for the stage audio. I measured the hall last year: reverberation is `1.8 s` when empty, about `1.2 s` with 400 people.',
        { reactions: { '👋': ['tom', 'kofi', 'zoe'] } },
      ),
      say('raj', '8d 09:34', 'So I suggest four delay speakers in place of a louder front.'),
      say('kofi', '8d 09:41', 'Agreed. Do the poles fit behind row 12?'),
      say('raj', '8d 09:48', 'Yes, if the aisle keeps its 1.2 m.', {
        was: 'Yes, if the aisle keeps its 1 m.',
      }),
      say(
        'sofia',
        '6d 10:10',
        'Signage: 14 stands, 6 banners, 2 large arrows at the station. Proofs come on Monday.',
      ),
      say(
        'zoe',
        '6d 10:22',
        'I have put two volunteers at the station with the arrows. They will be *very* visible.',
      ),
      say(
        'jo',
        '4d 15:47',
        'First aid is booked for all three days. They want a room with a door, not the corner behind the buffet.',
      ),
      say('tom', '4d 15:55', 'Room 0.14, next to the cloakroom.', { reactions: { '✅': ['jo'] } }),
      say(
        'kofi',
        '1d 15:40',
        'Power, measured yesterday:\n\n```text\nstage left   3 × 32 A   ok\nstage right  3 × 32 A   ok\nfoyer        1 × 16 A   too little for coffee and booths together\n```',
      ),
      say('tom', '1d 15:52', 'I will order a second line for the foyer. `€380`, before anyone asks.', {
        reactions: { '☕': ['kofi', 'zoe', 'sofia'] },
      }),
      say('raj', '36m', 'Cables and poles are packed. See you at 16:00.'),
    ],
  },
];
