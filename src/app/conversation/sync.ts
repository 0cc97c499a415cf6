/**
 * Keeps one conversation in step with other devices, in the tab that has the
 * network: links below, gossip between, the conversation's durable steps above.
 *
 * What links deliver is told to gossip as done only when it is durable here, so
 * nothing is ever acknowledged that a crash could take back.
 */

import { encodeBase64url } from '../../core/bytes/base64url.ts';
import { equalBytes } from '../../core/bytes/compare.ts';
import type { GossipInput, GossipOutput } from '../../core/gossip/exchange.ts';
import type { Hole } from '../../core/gossip/mend.ts';
import { createGossip, stepGossip } from '../../core/gossip/gossip.ts';
import type { GossipState } from '../../core/gossip/state.ts';
import { compareFeeds, feedName, type FeedId, type Head } from '../../core/journal/feed.ts';
import { EMPTY_POOL, type HeldPool } from '../../core/journal/held.ts';
import { parseSignedFrontier } from '../../core/wire/signed-frontier.ts';
import { createLinks, type LinkId, type LinksPorts } from '../links/links.ts';
import type { ProblemTag } from '../problems.ts';
import type { Told } from '../quiet.ts';
import type { Work } from '../store/work.ts';
import {
  admitBlobs,
  admitEntries,
  admitPage,
  carriedBlobs,
  growingFeeds,
  wantedBlobs,
  type Admitted,
} from './admit.ts';
import { readBlobs, readWanted } from './answers.ts';
import { createContactWatch } from './contact-watch.ts';
import type { Context } from './context.ts';
import type { Conversation } from './conversation.ts';
import { heldHeads, holdings, noteVerified, ownFrontier } from './delivery.ts';
import { blobKey, readEntries } from './feed-log.ts';
import { noteDismissal, readEndOf } from './dismissal.ts';
import { createForkWatch } from './fork-watch.ts';
import { firstHole } from './mend.ts';
import type { OwnLoss } from './own-loss.ts';
import { rewindFeed } from './rewind.ts';
import { roomsInUse, roomsOfEnded } from './rooms-in-use.ts';
import type { Contact } from './screen.ts';
import { admitSuccessor, introductionOf, readIntroduction } from './succession.ts';
import { isSibling, ownFeed, remainingOthers, type ConversationState } from './state.ts';
import { takeBackwards } from './take-backwards.ts';
import { hearVoucher, isVouchedFor, NOBODY_VOUCHED, vouchedSuccessors } from './vouching.ts';
import { lettersOf, unheardFacts } from './unheard.ts';

export interface Sync {
  /** Something of the conversation became durable, in this tab or another. */
  written(): void;
  /** What the disk has lost of our own messages is more or less than before. */
  lost(): void;
  /** A person has the conversation on a screen; types in it. */
  attend(isAttending: boolean): void;
  type(isTyping: boolean): void;
  wake(): void;
  close(): void;
}

export type SyncEvents = {
  /** What the contact may hear of this person; of `presence` what holds at the beginning. */
  told(): Told;
  contact(contact: Contact): void;
  problem(tag: ProblemTag, count?: number): void;
  /** A bug of ours: one conversation stops syncing, the rest goes on. */
  broken(error: unknown): void;
};

const TICK_MS = 5_000;
/** Own entries are pushed with their bytes when they are this few; otherwise they are asked for. */
const MAX_PUSH = 8;
/** Only who knows the room introduces itself; more are hostile. */
const MAX_FOLLOWING = 128;
/** Taken in by one step, which opens what they are the keys of: 50 messages each. */
const MAX_BLOBS = 16;

export const createSync = (
  ports: LinksPorts,
  conversation: Conversation,
  first: ConversationState,
  events: SyncEvents,
): Sync => {
  const { suite, timers } = ports;
  const config = { suite, conversationId: first.conversationId };
  const ownFeeds = [ownFeed(first, 'control'), ownFeed(first, 'message')];
  const contact = createContactWatch(timers, events.contact);
  /** Names of the feeds that gossip knows; of the blobs that are here for others. */
  let known = '';
  const carried = new Set<string>();
  let isTold = true;
  /** What becomes durable meanwhile is told right after. */
  let isNoting = false;
  const cameBlobs: Uint8Array[] = [];
  /** Devices that nobody here has heard of, by the letters that they showed. */
  let vouched = NOBODY_VOUCHED;
  /** Whom writers say to follow by its key. */
  const follows = new Map<string, Uint8Array>();
  /** What this one shows in turn. */
  let letters: readonly Uint8Array[] = [];
  const backwards = takeBackwards(conversation, {
    enqueue: (task) => enqueue(task),
    ask: () => askForHoles(),
    tell: () => tellDurable(),
    withFrontiers: (state) => withFrontiers(state),
  });
  const forks = createForkWatch({
    conversation,
    suite,
    ownFeeds,
    gossip: () => gossip,
    enqueue: (task) => enqueue(task),
    ask: () => askForHoles(),
    forked: () => events.problem('forked'),
  });
  /** The disk refused frontiers or boxes: they are kept, or asked for again, at the next tick. */
  let isBehind = false;
  /** Once somebody asked for an own entry that the disk has lost. */
  let ownLoss: OwnLoss | undefined;
  const tellsPresence = events.told().presence;
  let gossip: GossipState = createGossip(tellsPresence);
  let pool: HeldPool = EMPTY_POOL;
  let tasks: Promise<void> = Promise.resolve();
  let presence = { attending: false, typing: false };
  let isClosed = false;
  let cancelTick: (() => void) | undefined;

  const links = createLinks(
    ports,
    {
      conversationId: first.conversationId,
      roomSecrets: roomsInUse(first),
      seed: first.writerSeed,
      tellsPresence,
      isKnownWriter: (writer) => {
        const state = conversation.state();
        if (!state) return false;
        const isThere = remainingOthers(state).some((each) => equalBytes(each, writer));
        return isThere || isVouchedFor(state, vouched, writer);
      },
    },
    {
      up: (link, peer) => {
        if (!isOfThisPerson(peer)) contact.up(link);
        feed({ type: 'up', link });
        tick();
      },
      down: (link, reason) => {
        forks.forget();
        contact.down(link, reason === 'idle' || reason === 'yielded');
        feed({ type: 'down', link });
        // What this link was asked for is asked of another one, or of the next.
        feed({ type: 'holes', holes: [] });
        tellSoon();
      },
      here: (peer) => {
        if (!isOfThisPerson(peer)) contact.here();
      },
      message: (link, bytes) => {
        feed({ type: 'message', link, bytes });
        forks.compareSaid();
      },
      drained: (link) => feed({ type: 'drained', link }),
      route: contact.route,
      stranger: (writer, answer) => enqueue(() => tellEnd(writer, answer)),
      ended: (end) => enqueue(() => hearEnd(end)),
      introduced: (introduction) => enqueue(() => hearIntroduction(introduction)),
      admitted: (entry) => {
        const state = conversation.state();
        if (state) vouched = hearVoucher(ports, state, vouched, entry);
      },
    },
  );

  const isOfThisPerson = (peer: Uint8Array): boolean => {
    const state = conversation.state();
    const isVouched = vouched.writers.get(encodeBase64url(peer))?.isSibling ?? false;
    return state !== undefined && (isSibling(state, peer) || isVouched);
  };

  const tellEnd = async (writer: Uint8Array, answer: (end: Uint8Array) => void): Promise<void> => {
    const end = await conversation.read((context, work, state) =>
      readEndOf(context, work, state, writer, follows.get(encodeBase64url(writer)) ?? null),
    );
    if (end) answer(end);
  };

  const hearEnd = async (end: Uint8Array): Promise<void> => {
    await conversation.run((context, _work, state) =>
      Promise.resolve(noteDismissal(context, state, end)),
    );
  };

  const hearIntroduction = async (introduction: Uint8Array): Promise<void> => {
    const said = readIntroduction(introduction);
    if (said && follows.size < MAX_FOLLOWING) follows.set(encodeBase64url(said.writer), said.old);
    await conversation.run((context, work, state) =>
      admitSuccessor(context, work, state, introduction),
    );
  };

  /** The feed that has just come may say by which key a newcomer follows its writer. */
  const hearVouched = async (): Promise<void> => {
    const state = conversation.state();
    for (const each of state ? vouchedSuccessors(state, vouched) : []) await hearIntroduction(each);
  };

  /** One step of gossip; what it asks for is done in order, one thing after another. */
  const feed = (input: GossipInput): void => {
    if (isClosed) return;
    const step = stepGossip(config, gossip, input);
    gossip = step.state;
    for (const output of step.outputs) perform(output);
  };

  const perform = (output: GossipOutput): void => {
    switch (output.type) {
      case 'send':
        if (!links.send(output.link, output.bytes)) feed({ type: 'full', link: output.link });
        return;
      case 'drop':
        return links.drop(output.link);
      case 'presence':
        return contact.present(output.link, output.typing && events.told().typing);
      case 'read':
        return enqueue(() => answerRead(output));
      case 'deliver':
        return enqueue(() =>
          deliver(output.link, output.feed, (context, work, state) =>
            admitEntries(context, work, state, pool, output.entries),
          ),
        );
      case 'deliver-page':
        return enqueue(() =>
          deliver(output.link, output.feed, (context, work, state) =>
            admitPage(context, work, state, pool, output.update),
          ),
        );
      case 'read-blobs':
        return enqueue(async () => {
          const { link, hashes } = output;
          for (const answer of await readBlobs(conversation, suite, link, hashes)) feed(answer);
        });
      case 'blob':
        if (cameBlobs.push(output.bytes) === 1) enqueue(deliverBlobs);
        return;
      case 'mend':
        return forks.isSuspected(output.feed) || !backwards.isApart(output.feed)
          ? enqueue(() => mend(output.feed, output.entries))
          : backwards.hear(output.feed, output.entries);
      case 'signed':
        // The newest of a long history is asked for before everything else.
        askForHoles();
        return tellSoon();
      case 'conflict':
        return forks.conflict(output.feed);
    }
  };

  /** What is asked for besides what is missing at the end of a feed. */
  const holes = (): readonly Hole[] => {
    const lost = [firstHole(conversation.lost()), ownLoss?.wanted()].flatMap((hole) => hole ?? []);
    const others = [...lost, ...backwards.holes()];
    return [...forks.holes(), ...others.filter(({ feed: of }) => !forks.isSuspected(of))];
  };

  const askForHoles = (): void => feed({ type: 'holes', holes: holes() });

  const enqueue = (task: () => Promise<void>): void => {
    tasks = tasks.then(() => (isClosed ? undefined : task())).catch(events.broken);
  };

  const deliver = async (
    link: LinkId,
    from: FeedId,
    admit: (context: Context, work: Work, state: ConversationState) => Promise<Admitted>,
  ): Promise<void> => {
    let admitted: Admitted | undefined;
    try {
      const isDurable = await conversation.run(async (context, work, state) => {
        admitted = await admit(context, work, withFrontiers(state));
        return admitted.state;
      });
      if (admitted && isDurable) pool = admitted.pool;
      if (admitted?.isForked) events.problem('forked');
      if (admitted?.blame) links.drop(link);
      await hearVouched();
    } finally {
      // Also after a bug of ours, or the feed would wait for ever.
      const state = conversation.state();
      feed({ type: 'done', link, feed: from, heads: state ? heldHeads(state) : [] });
    }
  };

  /** All that came while something else was done: each step is a write to the disk. */
  const deliverBlobs = async (): Promise<void> => {
    const blobs = cameBlobs.splice(0, MAX_BLOBS);
    if (cameBlobs.length > 0) enqueue(deliverBlobs);
    const isDurable = await conversation.run((context, work, state) =>
      admitBlobs(context, work, withFrontiers(state), blobs),
    );
    if (!isDurable) isBehind = true;
    backwards.keysCame();
    tick();
  };

  const mend = async (of: FeedId, entries: readonly Uint8Array[]): Promise<void> => {
    if (await forks.hear(of, entries)) return;
    const { mendOwn } = await import('./mend-own.ts');
    let mended = 0;
    await conversation.run(async (context, work, state) => {
      mended = await mendOwn(context, work, state, of, entries);
      return state;
    });
    if (mended > 0 && ownLoss?.wanted()) await ownLoss.look();
  };

  /** Once for all that happens until its turn comes. */
  const tellSoon = (): void => {
    if (isTold) enqueue(tellNews);
    isTold = false;
  };

  const tellNews = async (): Promise<void> => {
    isTold = true;
    isNoting = true;
    isBehind = !(await conversation.run((_context, _work, state) =>
      Promise.resolve(withFrontiers(state)),
    ));
    isNoting = false;
    tick();
    await tellDurable();
  };

  /** With what others have said to hold: kept by whichever step comes next. */
  const withFrontiers = (state: ConversationState): ConversationState =>
    [...gossip.signed.values()].reduce((next, { bytes }) => noteVerified(next, bytes), state);

  const answerRead = async (wanted: GossipOutput & { type: 'read' }): Promise<void> => {
    const answer = await readWanted(conversation, suite, wanted);
    feed(answer);
    const isMissing = answer.type === 'run' && answer.entries.length === 0;
    if (!isMissing) return;
    const isOwn = ownFeeds.some((own) => compareFeeds(own, wanted.feed) === 0);
    await (isOwn ? goOnIfLost() : fetchAgain(wanted.feed, wanted.from));
  };

  /** Whoever asks has no such entry; when nobody is known to have it, it never comes. */
  const goOnIfLost = async (): Promise<void> => {
    const { createOwnLoss } = await import('./own-loss.ts');
    ownLoss ??= createOwnLoss({
      conversation,
      claimed: forks.claimed,
      noted: withFrontiers,
      ask: askForHoles,
      problem: events.problem,
    });
    await ownLoss.look();
  };

  /** Where an entry should be and is not: a damaged one of another writer comes from elsewhere. */
  const fetchAgain = async (of: FeedId, sequence: number): Promise<void> => {
    await conversation.run((context, work, state) =>
      rewindFeed(context, work, state, of, sequence),
    );
  };

  /** Brings gossip and the knocks up to what is durable now; nothing is told of keys that were destroyed meanwhile. */
  const tellDurable = async (): Promise<void> => {
    const state = conversation.state();
    if (!state || isClosed) return;
    const heads = heldHeads(state);
    for (const kind of ['control', 'message'] as const) await push(heads, ownFeed(state, kind));
    tellKnown(state);
    for (const [name, { feed: lost, sequence }] of gossip.own) {
      const head = heads.find((each) => feedName(each.feed) === name) ?? null;
      if ((head?.sequence ?? -1) < sequence) feed({ type: 'lost', feed: lost, head });
    }
    feed({ type: 'held', heads });
    feed({ type: 'lacking', hashes: [...wantedBlobs(state), ...(await lackedForOthers(state))] });
    askForHoles();
    backwards.joinWhole(state);
    if (isNews(state.writer, state.frontierNumber)) tellSigned(ownFrontier(suite, state));
    for (const { bytes } of state.frontiers) tellSigned(bytes);
    links.introduce(introductionOf(state), await lettersToShow(state));
    links.setRooms(roomsInUse(state), roomsOfEnded(state));
    const isLacking = conversation.lost().length > 0 || wantedBlobs(state).length > 0;
    links.setDigest(holdings(suite, state), isLacking);
  };

  /** What shows to those who have not heard of this device that it was let in. */
  const lettersToShow = async (state: ConversationState): Promise<readonly Uint8Array[]> => {
    const facts = unheardFacts(state);
    if (facts.length === letters.length) return letters;
    const read = await conversation.read((context, work) => lettersOf(context, work, facts));
    return (letters = read ?? []);
  };

  /** Which feeds may grow: writers are admitted and ended while links stand. */
  const tellKnown = (state: ConversationState): void => {
    const inOrder = growingFeeds(state).filter((each) => !backwards.isApart(each));
    const feeds = [...ownFeeds, ...inOrder];
    const names = feeds.map(feedName).join();
    if (names !== known) feed({ type: 'known', feeds });
    known = names;
  };

  /** What is carried for others and is not here; what was found here is not looked for again. */
  const lackedForOthers = async (state: ConversationState): Promise<readonly Uint8Array[]> => {
    const unsure = carriedBlobs(state).filter((hash) => !carried.has(encodeBase64url(hash)));
    if (unsure.length === 0) return [];
    await conversation.read(async ({ localId }, work) => {
      for (const hash of unsure) {
        if (await work.get('blobs', blobKey(localId, hash))) carried.add(encodeBase64url(hash));
      }
    });
    return unsure.filter((hash) => !carried.has(encodeBase64url(hash)));
  };

  const tellSigned = (bytes: Uint8Array): void => {
    const parsed = parseSignedFrontier(bytes);
    if (parsed.ok && isNews(parsed.value.writer, parsed.value.number)) {
      feed({ type: 'signed', frontier: parsed.value });
    }
  };

  const isNews = (writer: Uint8Array, number: number): boolean => {
    const known = gossip.signed.get(feedName({ writer, kind: 'control' }));
    return !known || known.number < number;
  };

  const push = async (heads: readonly Head[], own: FeedId): Promise<void> => {
    const head = heads.find((each) => feedName(each.feed) === feedName(own));
    const known = gossip.own.get(feedName(own))?.sequence ?? -1;
    if (!head || head.sequence <= known || head.sequence - known > MAX_PUSH) return;
    const entries = await conversation.read((context, work) =>
      readEntries(work, suite, context.localId, own, known + 1, head.sequence + 1),
    );
    if (entries?.length !== head.sequence - known) return;
    const bytes = entries.map((entry) => entry.bytes);
    feed({ type: 'appended', head, first: known + 1, entries: bytes });
  };

  /** Only while there is a link, or something to try again: many conversations rest in one tab. */
  const tick = (): void => {
    if (cancelTick || isClosed || (gossip.links.size === 0 && !isBehind)) return;
    cancelTick = timers.after(TICK_MS, () => {
      cancelTick = undefined;
      feed({ type: 'tick' });
      tickBackwards();
      if (isBehind) tellSoon();
      tick();
    });
  };

  const tickBackwards = (): void => {
    const state = conversation.state();
    if (!state) return;
    backwards.tick(state, (of, sequence) =>
      [...gossip.links.values()].some(({ theirs }) => (theirs.get(feedName(of)) ?? -1) >= sequence),
    );
    tellKnown(state);
    askForHoles();
  };

  const showPresence = (changes: Partial<typeof presence>): void => {
    const next = { ...presence, ...changes };
    if (next.attending === presence.attending && next.typing === presence.typing) return;
    presence = next;
    feed({ type: 'presence', ...presence });
  };

  tellKnown(first);
  feed({ type: 'held', heads: heldHeads(first) });
  enqueue(tellDurable);

  return {
    written: () => {
      if (!isNoting) tellSoon();
    },
    lost: tellSoon,
    attend: (isAttending) => {
      links.attend(isAttending, tellsPresence);
      if (tellsPresence) showPresence({ attending: isAttending });
    },
    type: (isTyping) => {
      if (tellsPresence) showPresence({ typing: isTyping && events.told().typing });
    },
    wake: () => links.wake(),
    close: () => {
      isClosed = true;
      cancelTick?.();
      contact.close();
      links.close();
    },
  };
};
