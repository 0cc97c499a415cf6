/**
 * What a screen reader finds when it reads the app as two people use it: the accessibility tree as
 * Chromium itself builds it (Chrome DevTools Protocol, Accessibility.getFullAXTree).
 */
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, type TestBrowser } from './support/browsers.ts';
import { eventually, find, valueOf } from './support/find.ts';
import { bringGuest, type Person } from './support/person.ts';
import { startServer, type TestServer } from './support/server.ts';

type Node = {
  readonly role: string;
  readonly name: string;
  readonly description: string;
  readonly live: string;
  readonly level: number | undefined;
};

let server: TestServer;
let machine: TestBrowser;
let alice: Person;
let bob: Person;

beforeAll(async () => {
  server = await startServer();
  machine = await launchBrowser('chromium');
  [alice, bob] = await Promise.all([bringGuest('Alice', machine), bringGuest('Bob', machine)]);
});

afterAll(async () => {
  await machine.dispose();
  await server.stop();
});

/** All that is not ignored, in the order in which it is read. */
async function treeOf(page: Page): Promise<readonly Node[]> {
  const devtools = await page.createCDPSession();
  const { nodes } = await devtools.send('Accessibility.getFullAXTree');
  await devtools.detach();
  return nodes
    .filter(({ ignored }) => !ignored)
    .map(({ role, name, description, properties = [] }) => {
      const property = (wanted: string): unknown =>
        properties.find((each) => each.name === wanted)?.value.value;
      return {
        role: String(role?.value ?? ''),
        name: String(name?.value ?? ''),
        description: String(description?.value ?? ''),
        live: String(property('live') ?? ''),
        level: property('level') as number | undefined,
      };
    });
}

const named = (tree: readonly Node[], role: string) =>
  tree.filter((node) => node.role === role).map(({ name }) => name);

describe('the accessibility tree', () => {
  it('U-72: the first screen has a language, a title, one main part and one first heading', async () => {
    await alice.visit(server.url);
    const page = alice.page();
    await find(page, 'textbox', 'Your name');
    expect(await page.evaluate(() => [document.documentElement.lang, document.title])).toEqual([
      'en',
      'Grapevine',
    ]);
    const tree = await treeOf(page);
    expect(named(tree, 'main')).toHaveLength(1);
    expect(tree.filter(({ role, level }) => role === 'heading' && level === 1)).toHaveLength(1);
    expect(tree.find(({ name }) => name === 'Your name')?.description).toContain(
      'The people you talk to see it',
    );
  });

  it('U-72: a name that is missing is told by the field itself', async () => {
    await (await find(alice.page(), 'button', 'Start')).click();
    await eventually('the words at the field', async () => {
      const field = (await treeOf(alice.page())).find(({ name }) => name === 'Your name');
      return field?.description.includes('Type a name first') ? true : null;
    });
  });

  it('U-73: an invitation is there as an image that says what it is, and as text', async () => {
    await alice.start();
    await alice.invite();
    const tree = await treeOf(alice.page());
    const images = [...named(tree, 'image'), ...named(tree, 'img')];
    expect(images).toContain('The link as a QR code, to scan with a camera');
    expect(tree.find(({ name }) => name === 'Invitation link')?.role).toBe('textbox');
  });

  it('U-73: each of the seven emoji is read by its name, alike on both sides', async () => {
    const link = await valueOf(alice.page(), 'Invitation link');
    await bob.visit(server.url);
    await bob.start();
    await bob.accept(link);
    await Promise.all([alice, bob].map((each) => find(each.page(), 'textbox', 'Message')));
    const [one, other] = await Promise.all([alice, bob].map((each) => emojiOf(each.page())));
    expect(one).toHaveLength(7);
    for (const name of one ?? []) expect(name).toMatch(/^\p{L}[\p{L} ]*$/u);
    expect(other).toEqual(one);
  });

  it('U-74: a message is read once, with who, what, when and its state; the log does not speak', async () => {
    await alice.send('Hello Bob');
    await bob.sees('Hello Bob');
    await bob.send('Hello Alice');
    await alice.sees('Hello Alice');
    const own = await eventually('both messages, in order', async () => {
      const articles = named(await treeOf(alice.page()), 'article');
      const isRead = /^You Hello Bob .*\d.* (Delivered|Read)$/.test(articles[0] ?? '');
      return isRead && articles.length === 2 ? articles : null;
    });
    expect(own[1]).toMatch(/^Bob Hello Alice .*\d/);
    const tree = await treeOf(alice.page());
    const logs = tree.filter(({ role }) => role === 'log');
    expect(logs.map(({ name }) => name)).toEqual(['Messages']);
    expect(logs[0]?.live).not.toMatch(/polite|assertive/);
    const headings = tree.filter(({ role }) => role === 'heading');
    expect(headings.filter(({ level }) => level === 1)).toHaveLength(1);
    expect(headings.find(({ name }) => name === 'Bob')?.description).toMatch(
      /^Online\s*·?\s*(direct|relayed)$/,
    );
  });

  it('U-74: what a message answers and the time are read, not only shown by a pointer', async () => {
    const tree = await treeOf(alice.page());
    const times = named(tree, 'time').length + tree.filter(({ role }) => role === 'Time').length;
    expect(times).toBeGreaterThan(0);
    expect(named(tree, 'article').every((name) => /\d{1,2}[:.]\d{2}/.test(name))).toBe(true);
  });
});

/** What is read in the list of the emoji to compare. */
async function emojiOf(page: Page): Promise<string[]> {
  const list = await find(page, 'list', 'Your seven emoji');
  const devtools = await page.createCDPSession();
  const { nodes } = await devtools.send('Accessibility.getFullAXTree');
  await devtools.detach();
  await list.dispose();
  const top = nodes.find(
    ({ role, name }) => role?.value === 'list' && name?.value === 'Your seven emoji',
  );
  const children = (id: string): string[] => {
    const node = nodes.find(({ nodeId }) => nodeId === id);
    if (node === undefined) return [];
    const text =
      !node.ignored && node.role?.value === 'StaticText' ? [String(node.name?.value)] : [];
    return [...text, ...(node.childIds ?? []).flatMap(children)];
  };
  return (top?.childIds ?? []).map((id) => children(id).join(' ').trim());
}
