/** Contents of the sandbox: whatever here has letters is a person's own text, not a word of ours. */

import type { ContactView, ConversationSummary, Message } from '../../../src/app/snapshot.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

export const now = Date.now();
export const emoji = [
  { index: 22, symbol: '🔥' },
  { index: 21, symbol: '☁️' },
  { index: 3, symbol: '🐎' },
  { index: 47, symbol: '🔑' },
  { index: 25, symbol: '🍓' },
  { index: 37, symbol: '☂️' },
  { index: 49, symbol: '☎️' },
];

export const link = `https://grapevine.example/#1${'Gk7wQpZ0vTn4yXbLr2s'.repeat(7)}`;

export const sampleNumber = {
  groups: '91642 87823 18328 27598 28030 20046 31173 76994 05589 97187 31844 61609'.split(' '),
  code: `grapevine-safety:${'AQ9IKoSpgr8fk_Rw_6jQgTA5XlWFR'.repeat(3)}`,
};

const base: Message = {
  id: '',
  own: false,
  editable: false,
  author: 'Nadia Weber',
  body: { kind: 'text', text: '', edited: false },
  time: now,
  clockAhead: false,
  replyTo: undefined,
  reactions: [],
  state: undefined,
};

let count = 0;

export function theirs(text: string, minutesAgo: number, more: Partial<Message> = {}): Message {
  count += 1;
  return {
    ...base,
    id: `m${count}`,
    body: { kind: 'text', text, edited: false },
    time: now - minutesAgo * MINUTE,
    ...more,
  };
}

export function ours(text: string, minutesAgo: number, more: Partial<Message> = {}): Message {
  return theirs(text, minutesAgo, {
    own: true,
    editable: true,
    author: 'Tomás',
    state: 'read',
    ...more,
  });
}

const quoted = theirs('Shall we meet at the old vineyard on Saturday? The grapes are ripe.', 1500);

export const talk: readonly Message[] = [
  theirs('Hello Tomás! It works 🎉', 3 * 1440),
  ours('It does. And no account anywhere.', 3 * 1440 - 2),
  quoted,
  ours('Yes, gladly. I bring bread and cheese.', 1490, {
    replyTo: {
      id: quoted.id,
      author: quoted.author,
      text: 'Shall we meet at the old vineyard on Saturday? The grapes are ripe.',
    },
    reactions: [{ emoji: '❤️', count: 1, own: false, names: ['Nadia Weber'] }],
  }),
  ours('Should I take the early train?', 1489),
  theirs(
    'The 9:12 is best. Here is the way up:\nhttps://example.org/vineyard/path?from=station (steep!)',
    95,
    {
      reactions: [{ emoji: '👍', count: 2, own: true, names: ['Nadia Weber', 'Tomás'] }],
    },
  ),
  theirs('Bring shoes that do not mind mud', 94, {
    body: { kind: 'text', text: 'Bring shoes that do not mind mud', edited: true },
  }),
  theirs('🍇', 93),
  theirs('', 60, { body: { kind: 'deleted' } }),
  theirs('', 59, { body: { kind: 'sealed' } }),
  theirs('I wrote this next year', -400 * 1440, { clockAhead: true }),
  ours('מחר בבוקר נדבר', 30, { state: 'read' }),
  ours('In the tunnel now, back in ten minutes.', 12, { state: 'delivered' }),
  ours(
    'A long one, to see how the words flow when somebody has much to say: the path starts behind the chapel, goes left at the fountain, and then always uphill until you see the two cypresses.',
    2,
    { state: 'device' },
  ),
];

/** What most conversations look like. */
export const everyday: readonly Message[] = [
  theirs('Shall we meet at the old vineyard on Saturday?', 1520),
  ours('Yes, gladly. I bring bread and cheese.', 1510, {
    reactions: [{ emoji: '❤️', count: 1, own: false, names: ['Nadia Weber'] }],
  }),
  theirs('The 9:12 is best. Here is the way up:\nhttps://example.org/vineyard', 95),
  theirs('Bring shoes that do not mind mud', 94, {
    reactions: [{ emoji: '👍', count: 1, own: true, names: ['Tomás'] }],
  }),
  ours('Already at the door. Is there water on the way?', 40, {
    replyTo: { id: 'way', author: 'Nadia Weber', text: 'The 9:12 is best. Here is the way up:' },
  }),
  theirs('At the chapel, behind the fountain with the two cypresses', 38),
  theirs('🍇', 37),
  ours('In the tunnel now, back in ten minutes.', 2, { state: 'delivered' }),
];

export const manyMessages: readonly Message[] = Array.from({ length: 60 }, (_, index) =>
  index % 3 === 1
    ? ours(`Own line ${index}`, 200 - index * 3)
    : theirs(`Their line ${index}`, 200 - index * 3),
);

export function summary(more: Partial<ConversationSummary>): ConversationSummary {
  return {
    id: 'c1',
    kind: 'direct',
    title: 'Nadia Weber',
    preview: { kind: 'text', own: false, text: 'The 9:12 is best. Here is the way up' },
    time: now - 2 * MINUTE,
    unread: 0,
    isChanged: false,
    presence: 'online',
    picture: undefined,
    ...more,
  };
}

export const conversations: readonly ConversationSummary[] = [
  summary({}),
  summary({
    id: 'c2',
    title: 'Opa Karl',
    unread: 3,
    presence: 'away',
    time: now - 50 * MINUTE,
    preview: { kind: 'text', own: false, text: 'Ruf mich an, wenn du Zeit hast' },
  }),
  summary({
    id: 'i1',
    kind: 'inviting',
    title: '',
    presence: 'away',
    time: now - 90 * MINUTE,
    preview: { kind: 'none' },
  }),
  summary({
    id: 'a1',
    kind: 'accepting',
    title: 'Ines',
    presence: 'away',
    time: now - DAY,
    preview: { kind: 'none' },
  }),
  summary({
    id: 'c3',
    title: 'ליאורה',
    presence: 'typing',
    time: now - DAY,
    preview: { kind: 'text', own: true, text: 'bis morgen' },
  }),
  summary({
    id: 'c4',
    title: 'A person with a remarkably long name that will not fit',
    presence: 'away',
    unread: 120,
    time: now - 3 * DAY,
    preview: { kind: 'draft', text: 'I was about to say' },
  }),
  summary({
    id: 'c5',
    title: '🦊',
    presence: 'away',
    time: now - 40 * DAY,
    preview: { kind: 'deleted', own: true },
  }),
];

/** A picture of one dot: a WebP file as short as there is. */
export const samplePicture = Uint8Array.from(
  atob('UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA'),
  (letter) => letter.charCodeAt(0),
);

const contact = (id: string, name: string, more: Partial<ContactView> = {}): ContactView => ({
  id,
  title: more.nickname ?? name,
  name,
  nickname: undefined,
  status: '',
  picture: undefined,
  comparison: 'open',
  isBlocked: false,
  since: now - 40 * DAY,
  presence: 'away',
  ...more,
});

export const contacts: readonly ContactView[] = [
  contact('c4', 'A person with a remarkably long name that will not fit'),
  contact('c1', 'Nadia Weber', {
    comparison: 'matched',
    presence: 'online',
    status: 'Am Weinberg, abends zurück',
    picture: samplePicture,
  }),
  contact('c2', 'Karl-Heinz Bauer', { nickname: 'Opa Karl', comparison: 'matched' }),
  contact('c6', 'Zoë', { isBlocked: true }),
  contact('c3', 'ליאורה', { presence: 'typing' }),
  contact('c5', '🦊'),
];

/** One by a nickname, one blocked. */
export const blockedContacts: readonly ContactView[] = [
  contact('c6', 'Zoë Zimmermann', { isBlocked: true }),
  contact('c7', 'Zoé', { nickname: 'Zoé vom Chor' }),
  contact('c1', 'Nadia Weber', { isBlocked: true }),
];

export const withEndedInvitations: readonly ConversationSummary[] = [
  ...conversations.slice(0, 1),
  ...(['raced', 'declined', 'expired'] as const).map((why, index) =>
    summary({
      id: `o${index}`,
      kind: 'inviting',
      title: '',
      presence: 'away',
      time: now - (index + 1) * 5 * 60 * MINUTE,
      preview: { kind: 'over', why },
    }),
  ),
  summary({
    id: 'o3',
    kind: 'accepting',
    title: 'Ines',
    presence: 'away',
    time: now - 2 * DAY,
    preview: { kind: 'over', why: 'used' },
  }),
];

const names = ['Ada', 'Bruno', 'Chloé', 'Dimitar', 'Esra', 'Frida', 'Gökhan', 'Hanne', 'Ines'];
const moreNames = ['Jun', 'Karim', 'Lucía', 'Mats', 'Noor', 'Olga', 'Πέτρος', 'Quentin', '陈蕾'];

export const manyConversations: readonly ConversationSummary[] = [...names, ...moreNames].map(
  (title, index) =>
    summary({
      id: `n${index}`,
      title,
      unread: index % 5 === 1 ? index : 0,
      presence: index % 4 === 0 ? 'online' : 'away',
      time: now - index * 11 * 60 * MINUTE,
      preview: { kind: 'text', own: index % 3 === 0, text: 'See you there, then' },
    }),
);

export const longName = 'Wilhelmina-Alexandrine von Hohenstein und zu Bartenberg-Lichtental';

export const unwieldy: readonly Message[] = [
  theirs(
    'https://example.org/a/very/long/path/that/goes/on/and/on/without/a/single/space?and=then&some=more&of=the-same-' +
      'x'.repeat(120),
    9,
  ),
  ours('Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft', 8),
  theirs('a\n\n\nfew\n\nlines', 7),
  ours('!'.repeat(300), 6),
  theirs('ok', 5, {
    replyTo: { id: undefined, author: longName, text: 'w'.repeat(200) },
    reactions: ['👍', '❤️', '😂', '😮', '😢', '🙏', '🎉', '🔥', '👏'].map((emoji, index) => ({
      emoji,
      count: index + 1,
      own: index === 2,
      names: ['Nadia Weber'],
    })),
  }),
];

export const leftward: readonly Message[] = [
  theirs('שלום! מתי מגיעים?', 14, { author: 'ליאורה' }),
  ours('ב־9:12, ברכבת. See you at the station.', 13),
  theirs('מצוין. הנה הדרך: https://example.org/path', 12, { author: 'ליאורה' }),
  ours('תודה 🍇', 11, { state: 'device' }),
];

/** What comes when older messages are asked for. */
export const older: readonly Message[] = Array.from({ length: 20 }, (_, index) =>
  theirs(`Older ${index}`, 9000 - index),
);
