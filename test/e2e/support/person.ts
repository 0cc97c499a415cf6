/**
 * A person with a browser: what Alice and Bob do in the journeys, in their words.
 */
import type { Page } from 'puppeteer-core';
import type { BrowserName } from '../../../scripts/browsers.mjs';
import { launchBrowser, type BrowserSettings, type TestBrowser } from './browsers.ts';
import { eventually, find, findText, press, textOf, valueOf, write } from './find.ts';

export interface Person {
  readonly name: string;
  readonly browser: TestBrowser;
  page(): Page;
  /** Opens the app, or a link, in a tab that takes the place of the one before. */
  visit(url: string): Promise<void>;
  /** The same tab, loaded anew. */
  reload(): Promise<void>;
  /** Puts an address into the address bar of the tab that is open. */
  goTo(url: string): Promise<void>;
  /** First start. */
  start(): Promise<void>;
  /** Makes an invitation; answers its link. */
  invite(): Promise<string>;
  /** Opens a link as somebody with a profile, and accepts. */
  accept(link: string): Promise<void>;
  send(text: string): Promise<void>;
  /** Waits until the log of messages shows the text. */
  sees(text: string): Promise<void>;
  /** All that the log of messages reads. */
  log(): Promise<string>;
  leave(): Promise<void>;
}

export const bringPerson = async (
  name: string,
  browserName: BrowserName,
  settings: BrowserSettings = {},
): Promise<Person> => personIn(name, await launchBrowser(browserName, settings));

/** Somebody new who shares no more than the machine; leaves with the host at the latest. */
export const bringGuest = async (name: string, host: TestBrowser): Promise<Person> =>
  personIn(name, await host.guest());

const personIn = (name: string, browser: TestBrowser): Person => {
  let page: Page | undefined;
  const current = (): Page => {
    if (!page) throw new Error(`${name} has no page open`);
    return page;
  };
  return {
    name,
    browser,
    page: current,
    visit: async (url) => {
      const before = page;
      page = await browser.open(url);
      // After a restart of the browser the tab before is gone with it, and one that crashed is closed.
      if (before?.browser().connected && !before.isClosed()) await before.close();
    },
    reload: async () => {
      await current().reload();
    },
    goTo: async (url) => {
      await current().goto(url);
    },
    start: async () => {
      await write(current(), 'Your name', name);
      await press(current(), 'button', 'Start');
      await find(current(), 'button', 'New conversation');
    },
    invite: async () => {
      await press(current(), 'button', 'New conversation');
      return eventually('a link', async () => {
        await find(current(), 'textbox', 'Invitation link');
        return (await valueOf(current(), 'Invitation link')) || null;
      });
    },
    accept: async (link) => {
      await write(current(), 'Paste an invitation', link);
      await press(current(), 'button', 'Open');
      await press(current(), 'button', 'Accept');
    },
    send: async (text) => {
      await write(current(), 'Message', text);
      await press(current(), 'button', 'Send');
    },
    sees: (text) => findText(current(), 'log', 'Messages', text),
    log: () => textOf(current(), 'log', 'Messages'),
    leave: () => browser.dispose(),
  };
};

/** Alice invites, Bob accepts; both have the conversation open afterwards. */
export const introduce = async (alice: Person, bob: Person, url: string): Promise<void> => {
  await Promise.all([alice.visit(url), bob.visit(url)]);
  await Promise.all([alice.start(), bob.start()]);
  await bob.accept(await alice.invite());
  await Promise.all([alice, bob].map((each) => find(each.page(), 'textbox', 'Message')));
};
