/**
 * How fast two people meet, and how fast a message is seen: two Chromiums and a node on loopback.
 *
 * `invite_to_first_ms`: from pressing "New conversation" in one to the first message standing in the
 * other's log, both people quick as thought. `seen_ms_*`: from pressing "Send" to the message
 * standing in the other's log, so the write to the disk on both sides is in it.
 */
import { launchBrowser, type TestBrowser } from '../e2e/support/browsers.ts';
import { startServer } from '../e2e/support/server.ts';
import { countFrom, median, quantile, report, rounded } from './support/figures.ts';
import { giveHands, hand } from './support/in-page.ts';

const rounds = countFrom('rounds', 9);
const messages = countFrom('messages', 40);

const server = await startServer();
const hosts = [await launchBrowser('chromium'), await launchBrowser('chromium')] as const;
try {
  const firsts: number[] = [];
  const seen: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const figures = await meet();
    firsts.push(figures.first);
    seen.push(...figures.seen);
    console.log(`round ${round + 1}: ${rounded(figures.first)} ms to the first message`);
  }
  report({
    invite_to_first_ms: rounded(median(firsts)),
    seen_ms_p50: rounded(median(seen)),
    seen_ms_p95: rounded(quantile(seen, 0.95)),
  });
} finally {
  await Promise.all(hosts.map((host) => host.dispose()));
  await server.stop();
}

/** Two new people; answers in milliseconds. */
async function meet(): Promise<{ first: number; seen: number[] }> {
  const guests = await Promise.all(hosts.map((host) => host.guest()));
  const [alice, bob] = await Promise.all(guests.map(begin));
  if (!alice || !bob) throw new Error('It takes two.');

  const asked = await hand(alice, 'press', 'New conversation');
  const link = await hand(alice, 'read', 'Invitation link');
  await hand(bob, 'write', 'Paste an invitation', link);
  await hand(bob, 'press', 'Open');
  await hand(bob, 'press', 'Accept');
  await hand(alice, 'sees', 'Message');
  await hand(alice, 'write', 'Message', 'the first');
  await hand(alice, 'press', 'Send');
  const first = (await hand(bob, 'hears', 'the first')) - asked;

  const seen: number[] = [];
  for (let i = 0; i < messages; i++) {
    const [from, to] = i % 2 === 0 ? [alice, bob] : [bob, alice];
    await hand(from, 'write', 'Message', `message ${i}`);
    const heard = hand(to, 'hears', `message ${i}`);
    const sent = await hand(from, 'press', 'Send');
    seen.push((await heard) - sent);
  }
  await Promise.all(guests.map((guest) => guest.dispose()));
  return { first, seen };
}

/** Somebody with a name and the app before them. */
async function begin(browser: TestBrowser) {
  giveHands(browser);
  const page = await browser.open(server.url);
  await hand(page, 'write', 'Your name', 'Somebody');
  await hand(page, 'press', 'Start');
  await hand(page, 'sees', 'Paste an invitation');
  return page;
}
