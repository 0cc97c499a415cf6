/**
 * What the node has of two people who talk through it: all that passes to and from it, the memory of
 * its process and everything it could write to are searched for what was said, for names, links,
 * the ids of the conversation and every key that either device holds.
 */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { find, press, write } from './support/find.ts';
import { act, findReaction } from './support/message-actions.ts';
import { sameMessages, shows } from './support/messages.ts';
import { bringPerson, type Person } from './support/person.ts';
import { memoryOf, writtenFiles } from './support/process-memory.ts';
import { tracesOf, type Mark, type Place } from './support/search.ts';
import { startServer, type TestServer } from './support/server.ts';
import { openStolen, stateIn, steal } from './support/stolen-device.ts';
import { placesOnDisk, spelledMark, textMark } from './support/traces.ts';
import { recordNode, type RecordedNode } from './support/traffic.ts';

const TEXTS = {
  sent: 'The pelican sails at dawn',
  answered: 'Nineteen candles by the weir',
  edited: 'Axolotls at the market',
  after: 'Salamanders at the market',
  deleted: 'Newts behind the curtain',
  drafted: 'unsent words about parasols',
  apart: 'written while the node was away',
};
const NAMES = ['Persephone Quillfeather', 'Ignatius Thistledown'] as const;

describe.each([
  ['directly', 'firefox'],
  ['through the node', 'chromium'],
] as const)('two people who are linked %s', (way, hisBrowser) => {
  let home: string;
  let server: TestServer;
  let node: RecordedNode;
  let alice: Person;
  let bob: Person;
  let marks: Mark[];

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'grapevine-node-home-'));
    server = await startServer({ home });
    node = await recordNode(server.port);
    alice = await bringPerson(NAMES[0], 'chromium');
    bob = await bringPerson(NAMES[1], hisBrowser);
    if (way === 'through the node') {
      bob.browser.before(() => Reflect.deleteProperty(window, 'RTCPeerConnection'));
    }
    const link = await talk();
    marks = [
      ...[...Object.values(TEXTS), ...NAMES].map(textMark),
      ...linkMarks(link),
      ...(await Promise.all([alice, bob].map(secretMarks))).flat(),
    ];
  });
  afterAll(async () => {
    await Promise.all([alice.leave(), bob.leave()]);
    await node.stop();
    await server.stop();
    await rm(home, { recursive: true });
  });

  it('N-40: nothing of it is in any request or frame, as it is or encoded', () => {
    const frames = node.frames();
    expect(frames.filter(({ to }) => to === 'node').length).toBeGreaterThan(20);
    expect(frames.filter(({ to }) => to === 'browser').length).toBeGreaterThan(20);
    expect(marks.length).toBeGreaterThan(60);
    expect(tracesOf([...node.requests(), ...frames.flatMap(placesIn)], marks)).toEqual([]);
  });

  it.runIf(existsSync('/proc/self/mem'))(
    'N-41: nothing of it is in the memory of the node, which holds the topics of now',
    async () => {
      const planted = spelledMark('planted', crypto.getRandomValues(new Uint8Array(32)));
      const stranger = await subscribe(server, planted.forms[0]?.toString('base64') ?? '');
      const memory = await memoryOf(server.pid());
      stranger.terminate();
      const found = tracesOf(memory, [...marks, planted, ...topicsIn(node).map(textMark)]);
      expect(found.filter((trace) => trace.startsWith('planted'))).not.toEqual([]);
      const [topic = ''] = topicsIn(node).slice(-1);
      expect(found.filter((trace) => trace.includes(topic))).not.toEqual([]);
      expect(tracesOf(memory, marks)).toEqual([]);
    },
  );

  it('N-42: the node writes no file, and nothing of it to its terminal', async () => {
    expect(await placesOnDisk(home)).toEqual([]);
    if (existsSync('/proc/self/fd')) expect(await writtenFiles(server.pid())).toEqual([]);
    const output = { name: 'output', bytes: Buffer.from(server.output()) };
    expect(tracesOf([output], [...marks, ...topicsIn(node).map(textMark)])).toEqual([]);
  });

  it('N-43: this search finds what stands in a frame, in clear or encoded', async () => {
    const state = await stateIn(await steal(alice.page()));
    const id = Buffer.from(state.conversationId);
    for (const text of [
      JSON.stringify({ type: 'publish', topic: 'x', data: TEXTS.sent }),
      JSON.stringify({ type: 'publish', topic: 'x', data: id.toString('base64') }),
      JSON.stringify({ type: 'publish', topic: id.toString('base64url') }),
      JSON.stringify({ data: Buffer.concat([Buffer.alloc(7), id]).toString('base64') }),
      JSON.stringify({ data: Buffer.from(`..${NAMES[0]}..`).toString('base64') }),
    ]) {
      expect(tracesOf(placesIn({ to: 'node', text }), marks), text).not.toEqual([]);
    }
  });

  /** All that a conversation is made of; answers the link it began with. */
  async function talk(): Promise<string> {
    await Promise.all([alice.visit(node.url), bob.visit(node.url)]);
    await Promise.all([alice.start(), bob.start()]);
    const link = await alice.invite();
    await bob.accept(link);
    await find(bob.page(), 'textbox', 'Message');
    await press(bob.page(), 'button', 'They match');
    await press(alice.page(), 'button', 'They match');
    await alice.send(TEXTS.sent);
    await bob.sees(TEXTS.sent);
    await bob.send(TEXTS.answered);
    await alice.sees(TEXTS.answered);
    await alice.send(TEXTS.edited);
    await act(alice.page(), TEXTS.edited, 'Edit');
    await write(alice.page(), 'Message', TEXTS.after);
    await alice.page().keyboard.press('Enter');
    await bob.sees(TEXTS.after);
    await act(bob.page(), TEXTS.after, 'React');
    await press(bob.page(), 'button', 'Heart');
    await findReaction(alice.page(), `Heart, 1: ${NAMES[1]}`);
    await alice.send(TEXTS.deleted);
    await bob.sees(TEXTS.deleted);
    await act(alice.page(), TEXTS.deleted, 'Delete');
    await press(alice.page(), 'button', 'Delete');
    await bob.sees('This message was deleted');
    await server.stop();
    await bob.send(TEXTS.apart);
    await shows(bob.page(), TEXTS.apart);
    await server.start();
    await shows(alice.page(), TEXTS.apart);
    await sameMessages(alice.page(), bob.page(), 5);
    await alice.reload();
    await shows(alice.page(), TEXTS.apart);
    await write(bob.page(), 'Message', TEXTS.drafted);
    await alice.send('and so on');
    await bob.sees('and so on');
    return link;
  }
});

/** The secrets of an invitation, apart and in the form they travel in. */
function linkMarks(link: string): Mark[] {
  const text = new URL(link).hash.slice(1);
  const bytes = Buffer.from(text, 'base64url');
  return [
    textMark(text.slice(0, 40)),
    spelledMark('rendezvous secret', bytes.subarray(2, 34)),
    spelledMark('commitment', bytes.subarray(34, 66)),
  ];
}

/** Every id and key in the state of the device's conversation, and the keys of its messages. */
async function secretMarks(person: Person): Promise<Mark[]> {
  const device = await steal(person.page());
  const state = await stateIn(device);
  const vault = await openStolen(device).list('vault', []);
  if (!vault.ok) throw new Error('The vault cannot be listed.');
  const pages = vault.value.flatMap(({ value }) => (value.ok ? [value.value] : []));
  expect(pages.length).toBeGreaterThan(0);
  return [
    spelledMark(`device key of ${person.name}`, Buffer.from(device.deviceKey, 'base64')),
    ...device.rows.flatMap(({ key }) =>
      key
        .filter((part) => typeof part === 'string' && part.length > 20)
        .map((part) => textMark(String(part))),
    ),
    ...bytesIn(state, 'state').map(([name, bytes]) =>
      spelledMark(`${name} of ${person.name}`, bytes),
    ),
    ...pages.map((page) => spelledMark(`message keys of ${person.name}`, page.subarray(-32))),
  ];
}

/** Of long values the beginning, which no part of a frame can hold without the rest. */
function bytesIn(value: unknown, name: string): [string, Uint8Array][] {
  if (value instanceof Uint8Array) {
    const isTelling = value.length >= 8 && value.some((byte) => byte !== value[0]);
    return isTelling ? [[name, value.subarray(0, 32)]] : [];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inside]) => bytesIn(inside, `${name}.${key}`));
}

/** A frame as it is, and every text in it that may be bytes in base64, decoded. */
function placesIn({ to, text }: { readonly to: string; readonly text: string }): Place[] {
  const decoded = [...text.matchAll(/[\w+/-]{16,}/g)].map(([word]) => Buffer.from(word, 'base64'));
  return [Buffer.from(text), ...decoded].map((bytes) => ({ name: `a frame to the ${to}`, bytes }));
}

function topicsIn(node: RecordedNode): string[] {
  const topics = node.frames().flatMap(({ text }) => {
    const { type, topics: named } = JSON.parse(text) as { type: string; topics?: string[] };
    return type === 'subscribe' ? (named ?? []) : [];
  });
  return [...new Set(topics)];
}

/** A stranger with a topic of its own; the node holds it when it has answered what came after. */
async function subscribe(server: TestServer, topic: string): Promise<WebSocket> {
  const socket = new WebSocket(server.url.replace('http', 'ws'));
  await new Promise((resolve, reject) => socket.on('open', resolve).on('error', reject));
  const answered = new Promise((resolve) => socket.on('message', resolve));
  socket.send(JSON.stringify({ type: 'subscribe', topics: [topic] }));
  socket.send(JSON.stringify({ type: 'ping' }));
  await answered;
  return socket;
}
