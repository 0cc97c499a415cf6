/** What a person does with the app, each as the screen would do it: through snapshots and commands. */
import type { Message } from '../../src/app/snapshot.ts';
import { answer, attempt, type Ledger } from './ledger.ts';
import type { Person, Tab } from './person.ts';
import type { Act } from './plan.ts';

const EMOJI = ['👍', '❤️', '😀'] as const;
const BURST = 12;

/** Ends when the program has answered; never where the tab dies before. */
export const act = async (
  person: Person,
  tab: Tab,
  conversation: string,
  step: Act,
  ledger: Ledger,
): Promise<void> => {
  const { commands } = tab.app;
  const by = person.number;
  if (!(await comeTo(tab, conversation))) return;
  const messages = screenOf(tab, conversation) ?? [];
  const any = messages[step.pick % Math.max(1, messages.length)];

  const send = async (length: number, quoted?: Message): Promise<void> => {
    const text = ledger.newText(by, length);
    const saying = ledger.say(conversation, by, text, quoted?.id);
    const isKept = await commands.send(text, quoted?.id);
    saying.outcome = isKept ? 'kept' : 'refused';
  };

  switch (step.do) {
    case 'send':
      return send(lengthOf(step.pick));
    case 'burst':
      for (let i = 0; i < BURST; i++) {
        if (tab.app.snapshot().open?.id === conversation) await send(1);
      }
      return;
    case 'reply':
      return any && send(1, any);
    case 'edit':
    case 'delete':
    case 'react':
      return any && touch(person, tab, conversation, step, any, ledger);
    case 'read':
      return any && commands.markRead(any.id);
    case 'older':
      return commands.loadOlder();
    case 'type':
      return commands.typing();
    case 'draft':
      return commands.saveDraft({ text: `draft ${step.pick}` });
    case 'leave':
      return commands.closeConversation();
  }
};

const touch = async (
  person: Person,
  { app: { commands } }: Tab,
  conversation: string,
  step: Act,
  message: Message,
  ledger: Ledger,
): Promise<void> => {
  const by = person.number;
  if (message.body.kind !== 'text') return;
  const saying = ledger.find(conversation, message.body.text);
  if (!saying) return;
  if (step.do === 'react') {
    const emoji = EMOJI[step.pick % EMOJI.length] ?? EMOJI[0];
    const isOn = message.reactions.some((each) => each.emoji === emoji && each.own);
    const made = attempt(saying.reactions, { by, emoji, value: !isOn, outcome: 'open' });
    answer(saying.reactions, made, await commands.react(message.id, emoji));
  } else if (saying.by !== by) {
    return;
  } else if (step.do === 'edit') {
    const made = ledger.edited(saying, ledger.newText(by, 1));
    answer(saying.edits, made, await commands.edit(message.id, made.value));
  } else {
    const made = attempt(saying.deletions, { value: true as const, outcome: 'open' });
    answer(saying.deletions, made, await commands.deleteMessage(message.id));
  }
};

/** Opens the conversation where it is not open; false when this tab does not show it. */
export const comeTo = async (tab: Tab, conversation: string): Promise<boolean> => {
  const { app } = tab;
  if (!app.snapshot().conversations.some(({ id }) => id === conversation)) return false;
  if (screenOf(tab, conversation) === undefined) await app.commands.openConversation(conversation);
  return screenOf(tab, conversation) !== undefined;
};

/** The messages of the conversation, where it is what the tab shows. */
export const screenOf = ({ app }: Tab, conversation: string): readonly Message[] | undefined => {
  const { open } = app.snapshot();
  return open?.kind === 'conversation' && open.id === conversation ? open.messages : undefined;
};

/** Mostly a few words, at times more than one page of a relay carries. */
const lengthOf = (pick: number): number => (pick % 17 === 0 ? 1_500 : 1 + (pick % 7));
