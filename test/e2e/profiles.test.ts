/**
 * Several profiles in one browser, with the worker on and a real node: each talks to its own
 * contact, what is new in the other one is seen, a link asks who accepts it, one is removed; and
 * what the node sees of their sockets has nothing in common.
 */
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually, find, findGone, findText, lookFor, press, write } from './support/find.ts';
import { bringGuest, bringPerson, introduce, type Person } from './support/person.ts';
import { openProfiles } from './support/profiles.ts';
import { startServer, type TestServer } from './support/server.ts';

let server: TestServer;
let alice: Person;
let bob: Person;
let carol: Person;

/** Writes down what each socket of the page is given to send, from its first frame on. */
const recordSockets = (): void => {
  const sockets: string[][] = [];
  class Recorded extends WebSocket {
    readonly #sent: string[] = [];
    constructor(...given: ConstructorParameters<typeof WebSocket>) {
      super(...given);
      sockets.push(this.#sent);
    }
    override send(data: Parameters<WebSocket['send']>[0]) {
      this.#sent.push(String(data));
      super.send(data);
    }
  }
  Object.assign(window, { WebSocket: Recorded, sockets });
};

beforeAll(async () => {
  server = await startServer();
  alice = await bringPerson('Alice', 'chromium');
  alice.browser.before(recordSockets);
  bob = await bringGuest('Bob', alice.browser);
  bob.browser.before(recordSockets);
  carol = await bringGuest('Carol', alice.browser);
  await introduce(alice, bob, server.url);
  await carol.visit(server.url);
  await carol.start();
});
afterAll(async () => {
  await carol.leave();
  await bob.leave();
  await alice.leave();
  await server.stop();
});

const databasesOf = (page: Page): Promise<string[]> =>
  page.evaluate(async () => (await indexedDB.databases()).map(({ name = '' }) => name).sort());

describe('several profiles in one browser', () => {
  it('U-196: a profile that was added talks to its own contact under its own name', async () => {
    const page = alice.page();
    await openProfiles(page);
    await press(page, 'button', 'Add a profile');
    await write(page, 'Name of the new profile', 'Work');
    await press(page, 'button', 'Add');
    await find(page, 'button', 'Profiles: Work');
    expect(await lookFor(page, 'log', 'Messages')).toBeNull();
    await carol.accept(await alice.invite());
    await Promise.all([alice, carol].map((each) => find(each.page(), 'textbox', 'Message')));
    await find(carol.page(), 'heading', 'Work');
    await carol.send('Hello, Work');
    await alice.sees('Hello, Work');
  });

  it('A-281: what comes for the other one is counted at the name, and read after one press', async () => {
    const page = alice.page();
    await bob.send('Hello, Alice');
    await find(page, 'button', 'Profiles: Work 1 unread message');
    await openProfiles(page);
    await press(page, 'button', 'Alice 1 unread message');
    await alice.sees('Hello, Alice');
    expect(await alice.log()).not.toContain('Hello, Work');
    await find(page, 'button', 'Profiles: Alice');
    await alice.send('Hello, Bob');
    await bob.sees('Hello, Bob');
  });

  it('A-282: both are there after a reload, with the worker alone', async () => {
    await alice.reload();
    await alice.sees('Hello, Alice');
    await openProfiles(alice.page());
    await press(alice.page(), 'button', 'Work');
    await alice.sees('Hello, Work');
    await alice.send('Here again');
    await carol.sees('Here again');
  });

  it('N-50: the node sees nothing on one socket that it sees on the other', async () => {
    const [one, other, ...more] = await socketsOf(alice.page());
    expect(more).toEqual([]);
    const [ofBob] = await socketsOf(bob.page());
    if (!one || !other || !ofBob) throw new Error('a socket is missing');
    for (const { topics, windows } of [one, other]) {
      expect(topics.size).toBeGreaterThan(2);
      expect(windows.size).toBeGreaterThan(100);
    }
    expect(shared(one.topics, other.topics)).toEqual([]);
    expect(shared(one.windows, other.windows)).toEqual([]);
    const found = [one, other].flatMap((each) => shared(each.topics, ofBob.topics));
    expect(found.length).toBeGreaterThan(2);
  });

  it('A-289: an invitation by link asks which of them accepts it', async () => {
    const page = alice.page();
    await press(bob.page(), 'button', 'New conversation');
    const link = await eventually('a link', async () => {
      const field = await find(bob.page(), 'textbox', 'Invitation link');
      return field.evaluate((node) => (node as HTMLInputElement).value || null);
    });
    await alice.goTo(link);
    await find(page, 'heading', 'Bob invites you to talk');
    await press(page, 'button', 'Accept');
    await eventually('the words', () =>
      page.evaluate(() => {
        const app = document.querySelector('gv-app')?.shadowRoot;
        const words = app?.querySelector('gv-received')?.shadowRoot?.textContent ?? '';
        return words.includes('Choose first') ? true : null;
      }),
    );
    await press(page, 'radio', 'Alice');
    await press(page, 'button', 'Accept');
    await find(page, 'textbox', 'Message');
    await find(page, 'button', 'Profiles: Alice');
    await eventually('two conversations with Bob', async () => {
      const titles = await page.evaluate(() => {
        const app = document.querySelector('gv-app')?.shadowRoot;
        const list = app?.querySelector('gv-conversation-list')?.shadowRoot;
        return [...(list?.querySelectorAll('.title') ?? [])].map((each) => each.textContent);
      });
      return titles.filter((title) => title === 'Bob').length === 2 ? true : null;
    });
  });

  it('A-290: a hidden one is nowhere to be seen until its passphrase opens it', async () => {
    const page = alice.page();
    const seen = () => page.evaluate(readAll);
    await openProfiles(page);
    await press(page, 'button', 'Add a profile');
    await write(page, 'Name of the new profile', 'Nightshade');
    await press(page, 'button', 'Add');
    await find(page, 'button', 'Profiles: Nightshade');
    await press(page, 'button', 'Settings');
    await press(page, 'button', 'Hide this profile');
    await write(page, 'Passphrase', PASSPHRASE);
    await write(page, 'Once more', PASSPHRASE);
    await press(page, 'button', 'Hide it');
    await find(page, 'button', 'Profiles: Alice');
    await findGone(page, 'heading', 'Settings');
    await openProfiles(page);
    expect(await seen()).not.toContain('Nightshade');

    await press(page, 'button', 'Open a hidden profile');
    await write(page, 'Passphrase', `${PASSPHRASE}?`);
    await press(page, 'button', 'Open it');
    await eventually('that it is wrong', async () =>
      (await seen()).includes('No hidden profile opens') ? true : null,
    );
    await write(page, 'Passphrase', PASSPHRASE);
    await press(page, 'button', 'Open it');
    await find(page, 'button', 'Profiles: Nightshade');

    await alice.reload();
    await find(page, 'button', 'Profiles: Alice');
    expect(await seen()).not.toContain('Nightshade');
  });

  it('A-285: a removed one is gone with its database, and the other goes on', async () => {
    const page = alice.page();
    const before = await databasesOf(page);
    await openProfiles(page);
    await press(page, 'button', 'Work');
    await find(page, 'button', 'Profiles: Work');
    await press(page, 'button', 'Settings');
    await press(page, 'button', 'Remove this profile');
    await find(page, 'dialog', 'Remove Work from this device?');
    await press(page, 'button', 'Remove for good');
    await find(page, 'button', 'Profiles: Alice');
    await findGone(page, 'heading', 'Settings');
    await eventually('the database gone', async () =>
      (await databasesOf(page)).length === before.length - 1 ? true : null,
    );
    await alice.send('Still here');
    await findText(bob.page(), 'list', 'Conversations', 'Still here');
    expect(alice.browser.errors).toEqual([]);
  });
});

const PASSPHRASE = 'blue grapes in winter';

/** In the page: all that is written on it. */
function readAll(): string {
  const read = (root: Node): string =>
    [...root.childNodes]
      .map((node) => {
        if (node.nodeType === Node.TEXT_NODE) return node.textContent ?? '';
        if (!(node instanceof Element) || node.localName === 'style') return '';
        return (node.shadowRoot ? read(node.shadowRoot) : '') + read(node);
      })
      .join(' ');
  return `${document.title} ${read(document.body)}`;
}

type Seen = { readonly topics: ReadonlySet<string>; readonly windows: ReadonlySet<string> };

/** Bytes: two such windows of unrelated frames are never equal by chance. */
const WINDOW = 8;

/** Of every socket of this page that said anything. */
async function socketsOf(page: Page): Promise<Seen[]> {
  const sockets = await page.evaluate(() => (window as unknown as { sockets: string[][] }).sockets);
  return sockets.filter((sent) => sent.length > 0).map(seenOf);
}

function seenOf(sent: readonly string[]): Seen {
  const topics = new Set<string>();
  const windows = new Set<string>();
  for (const text of sent) {
    const frame = JSON.parse(text) as { topics?: string[]; topic?: string; data?: string };
    for (const topic of [...(frame.topics ?? []), ...(frame.topic ? [frame.topic] : [])]) {
      topics.add(topic);
    }
    const bytes = Buffer.from(frame.data ?? '', 'base64');
    for (let at = 0; at + WINDOW <= bytes.length; at += 1) {
      windows.add(bytes.toString('latin1', at, at + WINDOW));
    }
  }
  return { topics, windows };
}

function shared(one: ReadonlySet<string>, other: ReadonlySet<string>): string[] {
  return [...one].filter((each) => other.has(each));
}
