import { say, type SeedConversation } from './seed-conversation.ts';

/** Where the whole company reads. */
export const companyChannels: readonly SeedConversation[] = [
  {
    kind: 'public',
    name: 'general',
    topic: 'For everyone: news, questions, small talk',
    by: 'ada',
    others: 'insiders',
    unread: { bo: 2, ada: 2 },
    marks: { ada: { isMuted: true } },
    messages: [
      say(
        'ada',
        '10d 08:40',
        'Welcome to our new home. Old threads stay readable in the archive until summer; everything new happens here.',
        { reactions: { '👋': ['bo', 'mei', 'jo', 'sofia', 'zoe'] } },
      ),
      say('jo', '10d 08:52', 'Two tips: `⌘K` (or `Ctrl K`) jumps anywhere, and **?** shows all the keys.'),
      say(
        'elena',
        '10d 08:58',
        'And yes, code works:\n\n```sh\ncurl -H "Authorization: Bearer $TOKEN" \\\n     -H "Parley-Workspace: acme" \\\n     "$PARLEY/api/v1/team-chat/conversations"\n```',
        { reactions: { '🤓': ['jo', 'hugo'] } },
      ),
      say('zoe', '9d 12:20', 'Who took the good umbrella from the hall? No questions asked.'),
      say('hugo', '9d 12:31', 'It is in the meeting room, drying. Sorry!', {
        reactions: { '☔': ['zoe', 'noor'] },
      }),
      say(
        'jo',
        '8d 16:05',
        'The kitchen gets its new tap **tomorrow from 8 to 11**. There will be no water on the second floor, so fill your bottles.',
      ),
      say('noor', '7d 09:12', 'Good morning from the train. I am in by ten.'),
      say('priya', '6d 13:01', 'Lunch at the market hall today? I leave at 13:15.', {
        reactions: { '🍜': ['yuki', 'noor', 'elena'], '🥗': ['sofia'] },
      }),
      say(
        'ada',
        '5d 17:30',
        'The quarter in one sentence: more guests, fewer surprises. Slides are in the announcement. Thank you all.',
        { reactions: { '❤️': ['jo', 'mei', 'bo', 'liam', 'kofi', 'tom'] } },
      ),
      say(
        'tom',
        '3d 08:59',
        'The trains to the airport are on strike on Friday. If you fly, take the bus `X9`, or share a taxi.',
      ),
      say('kofi', '3d 09:04', 'I have two seats in the van, leaving at 7:30.', {
        reactions: { '🚐': ['zoe', 'tom'] },
      }),
      say('jo', '1d 11:40', 'Fire drill at **14:00**. It is only a drill, but please do use the stairs.'),
      say(
        'liam',
        '1d 14:25',
        'Four minutes and ten seconds. The roof garden group was slowest, looking at nobody.',
        { reactions: { '😂': ['zoe', 'priya', 'noor', 'hugo', 'jo'] } },
      ),
      say('zoe', '64m', 'There is cake in the kitchen. Carrot, no nuts.', {
        reactions: { '🍰': ['elena', 'hugo', 'ada', 'noor'] },
      }),
      say('elena', '58m', 'There *was* cake in the kitchen.'),
    ],
  },
  {
    kind: 'public',
    name: 'announcements',
    topic: 'What everybody should know. Questions go to general',
    by: 'ada',
    others: 'insiders',
    unread: { bo: 1 },
    messages: [
      say(
        'ada',
        '9d 09:00',
        '**Office hours in spring.** From Monday we are open from 8 to 18. Home days stay as they are: two a week, you choose which.',
        { reactions: { '👍': ['bo', 'mei', 'jo', 'elena', 'tom'] } },
      ),
      say(
        'jo',
        '7d 10:00',
        '**Travel.** Please book through the new portal from now on. What is booked elsewhere takes three weeks longer to come back, and nobody likes that.\n\n- trains: second class, seat included\n- flights only over 700 km\n- hotels up to `€140`',
      ),
      say(
        'ada',
        '5d 17:15',
        '**The quarter.** Three conferences held, 1,940 guests, satisfaction 4.6 of 5. The full report has twelve pages and is worth your time.\n\n> What people praised most was not the stage but the help desk.\n\nWell done, @{hugo} and @{zoe}.',
        {
          reactions: {
            '🎉': ['mei', 'bo', 'jo', 'sofia', 'liam', 'yuki', 'kofi', 'priya'],
            '👏': ['hugo', 'zoe', 'elena'],
          },
        },
      ),
      say(
        'jo',
        '2d 09:30',
        '**Security.** If a mail asks for your password, it is not from us. Forward it to me and delete it. Last week two of you did exactly that, thank you.',
        { reactions: { '🔒': ['elena', 'bo'] } },
      ),
      say('ada', '95m', '**Welcome, Noor and Zoe**, who passed their first hundred days with us this week.', {
        reactions: { '🥳': ['sofia', 'mei', 'hugo', 'priya', 'yuki', 'jo'] },
      }),
    ],
  },
];
