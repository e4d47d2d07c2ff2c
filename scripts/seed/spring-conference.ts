import { poster, radioChannels, soundCheck } from './papers.ts';
import { say, type SeedConversation } from './seed-conversation.ts';

/** The busy channel: the first that a visitor opens. */
export const springConference: SeedConversation = {
  kind: 'public',
  name: 'spring-conference',
  topic: 'Berlin, 14–16 May · 412 of 600 seats · next: speaker agreements',
  by: 'mei',
  others: [
    'ada',
    'jo',
    'bo',
    'sofia',
    'noor',
    'liam',
    'yuki',
    'kofi',
    'elena',
    'tom',
    'priya',
    'hugo',
    'zoe',
    'ines',
  ],
  unread: { ada: 2, bo: 4, jo: 1, mei: 1 },
  marks: { ada: { isPinned: true }, bo: { isPinned: true } },
  messages: [
    say(
      'mei',
      '10d 09:02',
      'Morning all. This channel is for everything about **Spring Conference**. Programme, money and venue questions here, please, so that nobody has to ask twice.',
      { reactions: { '👍': ['ada', 'bo', 'jo', 'tom'] } },
    ),
    say(
      'mei',
      '10d 09:05',
      'The plan for the next two weeks:\n\n1. Opening keynote signed\n2. Speaker agreements out by Thursday\n3. Early-bird closes on Friday at 18:00\n4. Venue walk-through with the stage crew',
    ),
    say('hugo', '10d 09:31', 'Registration is at **287 of 600**. Last year at this point we had 240.', {
      reactions: { '🎉': ['mei', 'ada', 'priya', 'liam', 'zoe'] },
    }),
    say(
      'priya',
      '10d 09:33',
      'The newsletter of last Tuesday brought 41 of those. I will send the second one on Thursday with the speaker list.',
    ),
    say(
      'bo',
      '10d 10:12',
      'For the budget: catering came in 4% over the estimate, printing 11% under. We are fine, but I would like to see the quote for the LED wall before anyone says yes.',
    ),
    say(
      'kofi',
      '10d 10:20',
      'Quote for the wall: `€18,400` for three days, including two technicians. The smaller one is `€13,900`.',
    ),
    say('bo', '10d 10:26', 'Smaller one, unless @{mei} needs the width.'),
    say(
      'mei',
      '10d 10:41',
      'The smaller one is enough if the slides are 16:9. I will put that into the speaker guide.',
      { reactions: { '🙏': ['bo', 'kofi'] } },
    ),
    say(
      'elena',
      '8d 11:15',
      'The programme page is live on staging. Sessions come from this file now, so a change takes a minute and no deployment:\n\n```json\n{\n  "title": "Opening keynote",\n  "start": "Thursday 09:30",\n  "room": "Main hall",\n  "minutes": 45\n}\n```',
      { reactions: { '🚀': ['mei', 'yuki', 'priya'] } },
    ),
    say('yuki', '8d 11:22', 'Lovely. Can a session have two speakers?'),
    say('elena', '8d 11:24', 'Yes, `speakers` is a list. The order is the order on the page.'),
    say(
      'tom',
      '7d 14:03',
      'Walk-through is fixed: **Wednesday 10:00**, meet at the loading dock, not at the main door. @{kofi} and @{sofia}, you wanted to come along.',
    ),
    say('sofia', '7d 14:10', 'I will be there, with the signage plan.'),
    say('kofi', '7d 14:11', 'Same. Raj joins us for the acoustics.'),
    say('zoe', '6d 09:47', '34 volunteers have confirmed, we need 40. I will ask the university once more.', {
      reactions: { '💪': ['mei', 'hugo'] },
    }),
    say(
      'hugo',
      '6d 16:20',
      '340 registrations. The group rate works: three teams of more than ten since yesterday.',
    ),
    say(
      'ada',
      '5d 08:55',
      "Thank you, everybody. I met two of last year's guests on the train and both had already booked.",
      { reactions: { '❤️': ['mei', 'hugo', 'priya', 'yuki', 'jo'] } },
    ),
    say(
      'liam',
      '5d 11:02',
      'A question from a gold sponsor: can they have their booth *next to* the coffee instead of opposite? They would pay the difference.',
    ),
    say(
      'tom',
      '5d 11:09',
      'Power is on that side, so yes. See page 3 of the [floor plan](https://venue-berlin.example/floor-plan.pdf).',
    ),
    say('liam', '5d 11:11', 'Great, I will write it into their contract.'),
    say(
      'mei',
      '4d 09:15',
      'Programme, as of today:\n\n| day | talks | workshops | open |\n|---|---|---|---|\n| Thursday | 11 | 3 | 0 |\n| Friday | 12 | 4 | 1 |\n| Saturday | 8 | 5 | 2 |',
      { reactions: { '👏': ['ada', 'yuki'] } },
    ),
    say('yuki', '4d 09:20', 'The open one on Friday has a candidate, I hear back tomorrow.'),
    say(
      'jo',
      '3d 10:02',
      'Reminder: the insurance wants the final head count **two weeks before**. I have put it into the calendar.',
    ),
    say('hugo', '3d 17:45', '398. Early-bird closes tomorrow.', { was: '389. Early-bird closes tomorrow.' }),
    say('priya', '2d 09:08', 'Last-call mail is out. Open rate after one hour: 31%.'),
    say(
      'elena',
      '2d 09:40',
      'I see it on the graphs. The page answers in 90 ms at five times the usual traffic, so no worries.',
      { reactions: { '😌': ['priya', 'hugo'] } },
    ),
    say('hugo', '2d 18:01', 'And closed: **412 of 600**. @{ada} that is our best early-bird ever.', {
      reactions: { '🎉': ['ada', 'mei', 'bo', 'jo', 'liam', 'priya', 'yuki', 'zoe'], '🥂': ['ada', 'mei'] },
    }),
    say('ada', '2d 18:10', 'Drinks are on me on Thursday.'),
    say(
      'bo',
      '1d 09:30',
      'Early-bird income is booked. Compared with the plan we are at `+6.2%`, so the film crew fits in without touching the reserve.',
    ),
    say(
      'kofi',
      '1d 15:12',
      'Notes of the walk-through:\n\n- the ceiling carries **800 kg** per point, enough for the wall\n- the loading dock closes at 20:00, so we build from noon\n- house lights go by DMX, Raj has the addresses\n- the lift is `2.1 × 1.4 m`; the grand piano does *not* fit',
    ),
    say('tom', '1d 15:20', 'No piano then. I will tell the quartet.', {
      reactions: { '😅': ['kofi', 'mei', 'sofia'] },
    }),
    say(
      'mei',
      '78m',
      'Stand-up in two lines: agreements of 19 of 22 speakers are back; the other three have my number. Sound check plan comes today.',
    ),
    say(
      'ada',
      '52m',
      'Contract for the opening keynote is back from legal. @{mei} could you check clause 4 before we sign?',
      { reactions: { '👀': ['mei', 'bo'], '✅': ['mei'] } },
    ),
    say(
      'mei',
      '49m',
      'On it. The travel cap moved from `€1,200` to `€1,500`, everything else matches what we agreed on Monday.',
    ),
    say('bo', '46m', 'Finance is fine with the new cap.'),
    say('ada', '44m', 'Then I will sign today. Clause 9 on recording, are we keeping 12 months?'),
    say('mei', '42m', 'Yes, as in the retention policy. Consent is asked at the door and in the lobby.', {
      reactions: { '👍': ['ada', 'bo', 'jo'] },
    }),
    say('ada', '41m', 'Perfect, thank you.'),
    say(
      'yuki',
      '33m',
      'The Friday slot is taken: *Running events without burning out*, by Dr. Hanna Weiss. @{bo} her fee is within the usual range, I will send you the details.',
      { reactions: { '🙌': ['mei'] } },
    ),
    say('kofi', '27m', 'Sound check on Wednesday starts at 16:00, here is the plan. Who opens the hall?', {
      files: [soundCheck, radioChannels],
    }),
    say('tom', '24m', 'I do. The key is with the porter until 22:00.'),
    say('sofia', '18m', 'The key visual, first draft. Words come once the colours are settled.', {
      files: [poster],
      reactions: { '😍': ['mei', 'priya', 'noor'], '👍': ['bo'] },
    }),
    say(
      'ines',
      '12m',
      'First cut of the opening film is ready. Shall we look at it together at 15:00, your time?',
      { reactions: { '🎬': ['mei', 'sofia', 'priya'], '💚': ['mei', 'kofi'] } },
    ),
  ],
};
