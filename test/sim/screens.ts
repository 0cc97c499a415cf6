/** The whole of a conversation as one person's screen shows it, in a form that two people share. */
import type { Message } from '../../src/app/snapshot.ts';
import { comeTo, screenOf } from './acts.ts';
import type { Person, Tab } from './person.ts';
import type { World } from './world.ts';

export type Line = {
  readonly id: string;
  readonly by: number;
  readonly author: string;
  readonly body: Message['body'];
  readonly quote: string | undefined;
  /** Emoji with who set it, in a fixed order. */
  readonly reactions: readonly string[];
  readonly state: Message['state'];
};

/** Undefined where the device does not have the conversation. */
export const readScreen = async (
  world: World,
  person: Person,
  other: Person,
  conversation: string,
): Promise<readonly Line[] | undefined> => {
  const tab = person.tab(0);
  if (!tab || !(await inTime(world, comeTo(tab, conversation)))) return undefined;
  while (hasOlder(tab)) await inTime(world, tab.app.commands.loadOlder());
  return screenOf(tab, conversation)?.map((message) => lineOf(message, person, other));
};

const lineOf = (message: Message, person: Person, other: Person): Line => ({
  id: message.id,
  by: message.own ? person.number : other.number,
  author: message.author,
  body: message.body,
  quote: message.replyTo && `${message.replyTo.id ?? 'none'} ${message.replyTo.text ?? ''}`,
  reactions: message.reactions
    .flatMap(({ emoji, own, count }) => {
      const others = own ? count - 1 : count;
      return [
        ...(own ? [`${emoji} ${person.number}`] : []),
        ...(others > 0 ? [`${emoji} ${other.number} ${others}`.replace(/ 1$/, '')] : []),
      ];
    })
    .sort(),
  state: message.state,
});

const hasOlder = ({ app }: Tab): boolean => {
  const { open } = app.snapshot();
  return open?.kind === 'conversation' && open.hasOlder;
};

/** On a disk that takes its time, time must go by for an answer to come. */
const inTime = async <T>(world: World, work: Promise<T>): Promise<T> => {
  let isDone = false;
  const watched = work.finally(() => (isDone = true));
  for (let i = 0; i < 3_000; i++) {
    await world.pass(i === 0 ? 0 : 20);
    if (isDone) return watched;
  }
  throw new Error('a command did not end on a tab that lives');
};
