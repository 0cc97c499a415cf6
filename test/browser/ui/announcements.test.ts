/**
 * What a screen reader speaks by itself while the app is used: heard with a virtual one, which
 * follows the live regions of the page's own tree. The program behind the screen only plays.
 */
import { afterEach, describe, expect, it } from 'vitest';
import type { Message, OpenConversation } from '../../../src/app/snapshot.ts';
import { theirs } from '../../ui/sandbox/people.ts';
import { hear, type Heard } from './hearing.ts';

let heard: Heard;

afterEach(() => heard.end());

const inOpen = (next: (open: OpenConversation) => OpenConversation) =>
  heard.app.change((now) =>
    now.open?.kind === 'conversation' ? { ...now, open: next(now.open) } : now,
  );
const setMessages = (next: (messages: readonly Message[]) => readonly Message[]) =>
  inOpen((open) => ({ ...open, messages: next(open.messages) }));

describe('what is spoken', () => {
  it('U-50: a conversation that opens speaks nothing', async () => {
    heard = await hear('conversation');
    expect(await heard.spoken()).toEqual([]);
  });

  it('U-50: new messages are spoken once each, in order, with who wrote, the same words too', async () => {
    heard = await hear('conversation');
    heard.app.receive('Listen');
    heard.app.receive('Yes');
    await heard.drawn();
    heard.app.receive('Yes');
    await heard.drawn();
    expect(await heard.spoken()).toEqual([
      'Nadia Weber: Listen',
      'Nadia Weber: Yes',
      'Nadia Weber: Yes',
    ]);
  });

  it('U-50: messages that come out of their order are spoken too, many at once are counted', async () => {
    heard = await hear('conversation');
    setMessages((all) => [...all.slice(0, -2), theirs('In between', 20), ...all.slice(-2)]);
    await heard.drawn();
    const many = Array.from({ length: 6 }, (_, index) => theirs(`Burst ${index}`, 0));
    setMessages((all) => [...all, ...many]);
    await heard.drawn();
    expect(await heard.spoken()).toEqual(['Nadia Weber: In between', '6 new messages']);
  });

  it('U-50: nothing is spoken of what is drawn anew, edited, reacted to, deleted or loaded', async () => {
    heard = await hear('conversation');
    heard.app.receive('Listen');
    await heard.drawn();
    setMessages((all) => all.map((each) => ({ ...each })));
    await heard.drawn();
    setMessages((all) =>
      all.map((each) =>
        each.own ? each : { ...each, body: { kind: 'text', text: 'New words', edited: true } },
      ),
    );
    await heard.drawn();
    setMessages((all) =>
      all.map((each) => ({
        ...each,
        reactions: [{ emoji: '👍', count: 1, own: false, names: ['Nadia Weber'] }],
      })),
    );
    await heard.drawn();
    setMessages((all) => all.map((each) => ({ ...each, body: { kind: 'deleted' } })));
    await heard.drawn();
    await heard.app.commands.loadOlder();
    await heard.drawn();
    expect(await heard.spoken()).toEqual(['Nadia Weber: Listen']);
  });

  it('U-50: what comes while a dialog is open is spoken when it closed', async () => {
    heard = await hear('conversation');
    const own = heard.deep('.message.own');
    own.focus();
    own.dispatchEvent(new KeyboardEvent('keydown', { key: 'Delete', bubbles: true }));
    await heard.drawn();
    const dialog = heard.deep('dialog');
    expect(dialog.matches('[open]')).toBe(true);
    heard.app.receive('Meanwhile');
    await heard.drawn();
    expect(await heard.spoken()).toEqual([]);
    dialog.querySelector<HTMLElement>('[autofocus]')?.click();
    await heard.until('Nadia Weber: Meanwhile');
    expect(await heard.spoken()).toEqual(['Nadia Weber: Meanwhile']);
  });

  it('U-51: a message that comes sealed is spoken when it opens, one that comes deleted never', async () => {
    heard = await hear('conversation');
    const sealed = theirs('', 0, { body: { kind: 'sealed' } });
    setMessages((all) => [...all, sealed, theirs('', 0, { body: { kind: 'deleted' } })]);
    await heard.drawn();
    expect(await heard.spoken()).toEqual([]);
    setMessages((all) =>
      all.map((each) =>
        each.id === sealed.id
          ? { ...each, body: { kind: 'text', text: 'Opened', edited: false } }
          : each,
      ),
    );
    await heard.drawn();
    expect(await heard.spoken()).toEqual(['Nadia Weber: Opened']);
  });

  it('U-52: of messages written one after the other it is spoken once that they are delivered', async () => {
    heard = await hear('conversation');
    await heard.app.commands.send('One', undefined);
    await heard.app.commands.send('Two', undefined);
    await heard.until('Delivered');
    setMessages((all) => all.map((each) => (each.own ? { ...each, state: 'read' } : each)));
    await heard.drawn();
    await heard.settled();
    expect(await heard.spoken()).toEqual(['Delivered']);
  });

  it('U-52: a message that waits is spoken as on this device, and later as delivered', async () => {
    heard = await hear('conversation');
    await heard.app.commands.send('One', undefined);
    const setState = (state: 'device' | 'delivered') =>
      setMessages((all) => all.map((each) => (each.own ? { ...each, state } : each)));
    const holdBack = setInterval(() => setState('device'), 100);
    await heard.until('On this device only');
    clearInterval(holdBack);
    setState('delivered');
    await heard.until('Delivered');
    expect(await heard.spoken()).toEqual(['On this device only', 'Delivered']);
  });

  it('U-53: a message in another conversation is spoken as by whom, without its words', async () => {
    heard = await hear('conversation');
    const setUnread = (unread: number) =>
      heard.app.change((now) => ({
        ...now,
        conversations: now.conversations.map((each) =>
          each.id === 'c2' ? { ...each, unread } : { ...each, time: each.time + 1 },
        ),
      }));
    for (const unread of [4, 4, 6, 0]) {
      setUnread(unread);
      await heard.drawn();
    }
    expect(await heard.spoken()).toEqual([
      'New message from Opa Karl',
      '2 new messages from Opa Karl',
    ]);
  });

  it('U-54: typing and the way of the connection are not spoken', async () => {
    heard = await hear('conversation');
    for (const presence of ['typing', 'online', 'typing', 'away', 'online'] as const) {
      inOpen((open) => ({ ...open, presence, route: presence === 'away' ? 'none' : 'direct' }));
      await heard.drawn();
    }
    expect(await heard.spoken()).toEqual([]);
  });

  it('U-54: that the network is away and back is spoken once, however often it is tried', async () => {
    heard = await hear('conversation');
    for (const signaling of ['waiting', 'connecting', 'waiting', 'connecting', 'open'] as const) {
      heard.app.change((now) => ({ ...now, network: { ...now.network, signaling } }));
      await heard.drawn();
    }
    expect(await heard.spoken()).toEqual([
      'Offline. You can read and write; it is sent later.',
      'Connected again',
    ]);
  });
});
