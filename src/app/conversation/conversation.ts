/**
 * One conversation as the program runs it: commands in, a picture out.
 *
 * Everything it knows is durable (fenced.ts); what it keeps in memory is the
 * window on the screen and what links have told. Any number of tabs may run the
 * same conversation.
 */

import { encodeBase64url } from '../../core/bytes/base64url.ts';
import { wholeTime } from '../../core/clock/hlc.ts';
import type { Result } from '../../core/bytes/result.ts';
import type { EntryRef } from '../../core/journal/timeline/item.ts';
import type { MessageOperation } from '../../core/journal/operations.ts';
import { textBytes } from '../../core/journal/fields.ts';
import { MAX_TEXT_BYTES } from '../../core/journal/message-operations.ts';
import type { Random, Suite } from '../../core/crypto/suite.ts';
import type { Key, Table } from '../../ports/store.ts';
import type { ConfirmedTime } from '../confirmed-time.ts';
import { NO_CARD, type Card } from '../contacts/card.ts';
import {
  openIntroductions,
  readIntroductions,
  type Introduction,
} from '../contacts/introductions.ts';
import { presentedBy, readPresented, type Presented, type Said } from '../contacts/presented.ts';
import type { ProblemTag } from '../problems.ts';
import type { QuietChoice, QuietPart } from '../quiet.ts';
import type {
  ContactView,
  ConversationSummary,
  Draft,
  IntroductionView,
  OpenConversation,
} from '../snapshot.ts';
import { createFenced, type Fenced, type Step, type StepFailure } from '../store/fenced.ts';
import type { SealedStore } from '../vault/sealed-store.ts';
import type { Work } from '../store/work.ts';
import { erasedMark } from '../backup/erased.ts';
import { aheadOfMessage, appendMessage } from './append.ts';
import { askAgain } from './ask-for-keys.ts';
import { burnKeys } from './burn.ts';
import { forgetVerdict, readChanges, type Change } from './changed-contact.ts';
import type { Context } from './context.ts';
import { EMPTY_DRAFT, putDraft, readDraft } from './draft.ts';
import { revisionKey, stateKey } from './found.ts';
import { isClosed } from './endings.ts';
import { followProfile } from './follow-profile.ts';
import { withReadMark } from './read-mark.ts';
import { rebuildIndexIfDamaged } from './rebuild-index.ts';
import { appendRestampIfDue } from './restamp.ts';
import { settleErasures } from './rights.ts';
import { rewindFeed } from './rewind.ts';
import {
  changesIn,
  describe,
  describeContact,
  summarize,
  unreadOf,
  type Contact,
} from './screen.ts';
import { encodeState, parseState } from './state-codec.ts';
import { safetyDigits } from './safety.ts';
import { isHidden, isOurs, isOwn, type ConversationState } from './state.ts';
import { IndexDamaged } from './timeline-log.ts';
import { removeEverything } from './remove.ts';
import { aheadOfWindow, readWindow, type BodyCache, type WindowContent } from './window.ts';

export type ConversationPorts = {
  readonly store: SealedStore;
  readonly suite: Suite;
  readonly random: Random;
  readonly now: () => number;
  readonly time: Pick<ConfirmedTime, 'ceiling' | 'verdict'>;
  readonly card: (conversationId: Uint8Array) => Card;
  /** The picture changed. */
  readonly changed: () => void;
  /** Something became durable in this tab: tell the others, and whoever syncs. */
  readonly written: () => void;
  /** What `lost` answers may have changed. */
  readonly lost: () => void;
  readonly problem: (tag: ProblemTag) => void;
};

export interface Conversation {
  readonly id: string;
  /** Undefined until loaded, and once it is gone. */
  state(): ConversationState | undefined;
  /** These three are undefined also of a conversation that is never shown. */
  summary(): ConversationSummary | undefined;
  /** What the summary says of it; asked for after every change. */
  unread(): number | undefined;
  view(): OpenConversation | undefined;
  /** The other member for the address book, where there is one. */
  contact(): ContactView | undefined;
  /** What this side has told of itself, as far as it was looked at, and what the other has. */
  presented(): { readonly own: Presented; readonly contact: Presented };
  /** What was said here of introductions, as far as it was looked at. */
  introductions(): readonly Introduction[];
  /** What this person has noted of the contact; `verified` and `noticed` only where they hold for who it is now. */
  card(): Card;
  /** Reads what is durable and makes the picture; also after another tab wrote. */
  refresh(): Promise<void>;
  /** What is held out of the screen is more or less than before. */
  redraw(): Promise<void>;
  /** The conversation is on this tab's screen, or no longer. */
  show(isShown: boolean): Promise<void>;
  showOlder(): Promise<void>;
  setContact(contact: Contact): void;

  post(text: string, replyTo: string | undefined): Promise<boolean>;
  edit(message: string, text: string): Promise<boolean>;
  redact(message: string): Promise<boolean>;
  react(message: string, emoji: string): Promise<boolean>;
  saveDraft(draft: Draft): Promise<void>;
  markRead(message: string): Promise<void>;
  judge(verdict: 'match' | 'mismatch'): Promise<void>;
  /** Removes every record of it from this device, in one batch. True: nothing of it is left. */
  remove(): Promise<boolean>;
  setQuiet(part: QuietPart, choice: QuietChoice): Promise<void>;
  /** Tells the contact a new name, and what was read or no longer, as the profile on disk says. */
  followProfile(): Promise<void>;
  /** The newest message, when another wrote it and it can be read. */
  newestFromOthers(): string | undefined;

  /** Own messages whose entries the disk has lost, as far as they were to be shown. */
  lost(): readonly EntryRef[];
  /** Runs one durable step: for whoever syncs. False when it could not become durable. */
  run(step: ContextStep): Promise<boolean>;
  /** Reads without changing anything. */
  read<T>(
    reader: (context: Context, work: Work, state: ConversationState) => Promise<T>,
  ): Promise<T | undefined>;
}

export type ContextStep = (
  context: Context,
  work: Work,
  state: ConversationState,
) => Promise<ConversationState>;

/** Some screens full; each costs a key and a cipher. */
const WINDOW = 50;

export const createConversation = (ports: ConversationPorts, id: string): Conversation => {
  let contact: Contact = { presence: 'away', route: 'none' };
  let isShown = false;
  let count = WINDOW;
  let window: WindowContent | undefined;
  /** Whether the window was read for the screen; for the list its newest message is enough. */
  let isWhole = false;
  let draft: Draft = EMPTY_DRAFT;
  let firstUnread: string | undefined;
  /** Own messages on the screen whose entries the disk has lost. */
  let lost: readonly EntryRef[] = [];
  let said: readonly Said[] = [];
  let introductions: readonly Introduction[] = [];
  let changes: readonly Change[] = [];
  /** How far control entries were opened when that was read. */
  let saidAt = '';
  let isDrawing = false;
  let isStale = false;
  const bodies: BodyCache = new Map();
  /** Who writes here since they were read: another one after a fork, which may have cut entries. */
  let readBy: Uint8Array | undefined;

  const context = (): Context => ({
    suite: ports.suite,
    random: ports.random,
    localId: id,
    now: wholeTime(ports.now()),
    ceiling: ports.time.ceiling(),
    isTimeConfirmed: ports.time.verdict() === 'confirmed',
    // Few steps ask.
    get block() {
      return card().block;
    },
  });

  const card = (): Card => {
    const state = fenced.state();
    if (!state) return NO_CARD;
    const { verified, noticed, ...known } = ports.card(state.conversationId);
    if (verified === undefined && noticed === undefined) return { ...known, verified, noticed };
    const digits = safetyDigits(ports.suite, state);
    const ifSame = (noted: string | undefined) => (noted === digits ? noted : undefined);
    return { ...known, verified: ifSame(verified), noticed: ifSame(noticed) };
  };

  const fenced: Fenced<ConversationState> = createFenced({
    store: ports.store,
    fence: revisionKey(id),
    load: async (work, isExpected) => {
      const reading = work.get('conversations', stateKey(id));
      aheadOfWindow(work, id);
      const bytes = await reading;
      const parsed = bytes && parseState(bytes);
      if (bytes ? !parsed?.ok : await isExpected()) ports.problem('record-damaged');
      return parsed?.ok ? parsed.value : undefined;
    },
    save: (state, work) => work.put('conversations', stateKey(id), encodeState(state)),
    damaged: (_table: Table, _key: Key) => ports.problem('record-damaged'),
    committed: () => {
      ports.written();
      void draw();
    },
  });

  const attempt = async <T>(step: Step<ConversationState, T>): Promise<Result<T, StepFailure>> => {
    try {
      return await fenced.run(step);
    } catch (error) {
      if (!(error instanceof IndexDamaged)) throw error;
    }
    ports.problem('record-damaged');
    const rebuilt = await fenced.run(async (state, work) => {
      await rebuildIndexIfDamaged(context(), work, state);
      return { next: state, value: undefined };
    });
    return rebuilt.ok ? fenced.run(step) : rebuilt;
  };

  const run = async <T>(step: Step<ConversationState, T>): Promise<T | undefined> => {
    const result = await attempt(step);
    if (result.ok) return result.value;
    if (result.error === 'full') ports.problem('storage-full');
    if (result.error === 'unavailable') ports.problem('storage-closed');
    return undefined;
  };

  const change = async (step: ContextStep): Promise<boolean> => {
    const done = await run(async (state, work) => {
      const ctx = context();
      const stepped = await step(ctx, work, state);
      const isHeard = stepped.frontiers !== state.frontiers;
      const next = isHeard ? await askAgain(ctx, work, state, stepped) : stepped;
      const isWhoElse = next.members.conclusion !== state.members.conclusion;
      if (isWhoElse) await settleErasures(ctx, work, next);
      return { next: numbered(state, forgetVerdict(state, next)), value: true };
    });
    return done ?? false;
  };

  const read: Conversation['read'] = (reader) =>
    run(async (state, work) => ({ next: state, value: await reader(context(), work, state) }));

  const presented: Conversation['presented'] = () => {
    const state = fenced.state();
    const isOurWriter = (writer: Uint8Array): boolean =>
      state !== undefined && isOurs(state, writer);
    return {
      own: presentedBy(said, isOurWriter),
      contact: presentedBy(said, (writer) => !isOurWriter(writer)),
    };
  };

  /** A blocked contact introduces nobody. */
  const asked = (): readonly IntroductionView[] =>
    card().block
      ? []
      : openIntroductions(introductions, ports.now()).map((each) => ({
          id: encodeBase64url(each.id),
          name: each.name,
          isAgreed: each.link !== undefined,
        }));

  /** Draws again as often as things change, never twice at once. */
  const draw = async (): Promise<void> => {
    isStale = true;
    if (isDrawing) return;
    isDrawing = true;
    try {
      while (isStale) {
        isStale = false;
        await read(async (ctx, work, state) => {
          const forScreen = isShown;
          if (readBy && !isOwn(state, readBy)) bodies.clear();
          readBy = state.writer;
          const opened = controlOpened(state);
          const isHeard = opened === saidAt;
          [window, draft, [said, introductions, changes]] = await Promise.all([
            readWindow(ctx, work, state, forScreen ? count : 1, bodies),
            readDraft(work, id),
            isHeard ? ([said, introductions, changes] as const) : readHeard(ctx, work, state),
          ]);
          isWhole = forScreen;
          saidAt = opened;
        });
        ports.changed();
        const damaged = window?.damaged ?? [];
        noteLost(damaged.filter(({ writer }) => isFromHere(writer)));
        for (const entry of damaged) if (!isFromHere(entry.writer)) void fetchAgain(entry);
      }
    } finally {
      isDrawing = false;
    }
  };

  const readHeard = (ctx: Context, work: Work, state: ConversationState) =>
    Promise.all([
      readPresented(work, id),
      readIntroductions(work, id),
      readChanges(ctx, work, state),
    ]);

  const isFromHere = (writer: Uint8Array): boolean => {
    const state = fenced.state();
    return state !== undefined && isOwn(state, writer);
  };

  const noteLost = (now: readonly EntryRef[]): void => {
    if (now.length === 0 && lost.length === 0) return;
    if (lost.length === 0) ports.problem('record-damaged');
    lost = now;
    ports.lost();
  };

  /** Ends where nothing is to be gained: the entry is on its way already. */
  const fetchAgain = async ({ writer, sequence }: EntryRef): Promise<void> => {
    const feed = { writer, kind: 'message' } as const;
    let isCut = false;
    await change(async (ctx, work, state) => {
      const next = await rewindFeed(ctx, work, state, feed, sequence);
      isCut = next !== state;
      return next;
    });
    if (isCut) ports.problem('record-damaged');
  };

  const targetOf = (message: string) =>
    window?.messages.find((each) => each.id === message)?.target;

  /** `isDone` says of the stored draft whether it ends with this operation. True: it is written. */
  const append = async (
    make: () => MessageOperation | undefined,
    isDone: (stored: Draft) => boolean = () => false,
  ): Promise<boolean> => {
    const operation = make();
    if (!operation) return false;
    if ('text' in operation && textBytes(operation.text) > MAX_TEXT_BYTES) {
      ports.problem('message-too-long');
      return false;
    }
    let isWritten = false;
    const isDurable = await change(async (ctx, work, state) => {
      isWritten = !isClosed(state);
      if (!isWritten) return state;
      aheadOfMessage(work, id, state);
      if (isDone(await readDraft(work, id))) putDraft(work, id, EMPTY_DRAFT);
      const ready = await appendRestampIfDue(ctx, work, state);
      return appendMessage(ctx, work, ready, operation);
    });
    return isDurable && isWritten;
  };

  return {
    id,
    state: () => fenced.state(),
    summary: () => {
      const state = fenced.state();
      if (!state || !window || isHidden(state)) return undefined;
      return summarize(id, state, window, draft, contact, card(), presented().contact);
    },
    unread: () => {
      const state = fenced.state();
      return state && window && !isHidden(state) ? unreadOf(window, card()) : undefined;
    },
    view: () => {
      const state = fenced.state();
      if (!state || !window || !isShown || !isWhole || isHidden(state)) return undefined;
      return {
        ...describe(id, state, window, draft, contact, firstUnread, card(), presented().contact),
        changes: changesIn(state, changes, window, card()),
        introductions: asked(),
      };
    },
    contact: () => {
      const state = fenced.state();
      return state && describeContact(id, state, contact, card(), presented().contact);
    },
    presented,
    introductions: () => introductions,
    card,
    redraw: draw,
    refresh: async () => {
      const before = fenced.state();
      await fenced.refresh();
      if (fenced.state() !== before || window === undefined) await draw();
    },
    show: async (shown) => {
      isShown = shown;
      count = WINDOW;
      if (!shown) bodies.clear();
      await draw();
      firstUnread = shown ? window?.firstUnread : undefined;
      ports.changed();
    },
    showOlder: async () => {
      count += WINDOW;
      await draw();
    },
    setContact: (next) => {
      contact = next;
      ports.changed();
    },

    post: (text, replyTo) =>
      append(() => {
        const target = replyTo === undefined ? undefined : targetOf(replyTo);
        return { type: 'post', replyTo: target, text };
      }, always),
    edit: (message, text) =>
      append(() => {
        const target = targetOf(message);
        return target && { type: 'edit', target, text };
      }, always),
    redact: (message) =>
      append(
        () => {
          const target = targetOf(message);
          return target && { type: 'redact', target };
          // A draft that edits it still has its text.
        },
        ({ editing }) => editing === message,
      ),
    react: (message, emoji) =>
      append(() => {
        const view = window?.messages.find((each) => each.id === message);
        const state = fenced.state();
        if (!view || !state) return undefined;
        const isOn = view.reactions.some(
          (each) => each.emoji === emoji && each.writers.some((who) => isOurs(state, who)),
        );
        return { type: 'react', target: view.target, on: !isOn, emoji };
      }),
    saveDraft: async (next) => {
      draft = next;
      await run(async (state, work) => {
        putDraft(work, id, next);
        return Promise.resolve({ next: state, value: undefined });
      });
    },
    markRead: async (message) => {
      const target = targetOf(message);
      if (target && !card().block)
        await change((_ctx, _work, state) => Promise.resolve(withReadMark(state, target)));
    },
    judge: async (verdict) => {
      await change((ctx, work, state) => Promise.resolve(judged(ctx, work, state, verdict)));
    },
    setQuiet: async (part, choice) => {
      await change((ctx, work, state) =>
        followProfile(ctx, work, { ...state, quiet: { ...state.quiet, [part]: choice } }),
      );
    },
    followProfile: async () => {
      await change(followProfile);
    },
    newestFromOthers: () => {
      const state = fenced.state();
      const newest = window?.messages.at(-1);
      if (!state || !newest || isOurs(state, newest.target.writer)) return undefined;
      return newest.content.kind === 'text' ? newest.content.text : undefined;
    },
    lost: () => lost,
    remove: async () => {
      const step =
        (isMarked: boolean): Step<ConversationState, true> =>
        (state, work) => {
          const mark = erasedMark(ports.suite, state.conversationId);
          removeEverything(work, id, isMarked ? mark : undefined);
          return Promise.resolve({ next: undefined, value: true });
        };
      const marked = await attempt(step(true));
      // To be rid of it matters more than to remember that it is gone.
      const isFull = !marked.ok && marked.error === 'full';
      const isRemoved = marked.ok || (isFull && (await run(step(false))));
      return isRemoved || fenced.state() === undefined;
    },
    run: change,
    read,
  };
};

/** Another text whenever control entries were opened. */
const controlOpened = ({ feeds }: ConversationState): string =>
  feeds.flatMap(({ feed, opened }) => (feed.kind === 'control' ? [opened] : [])).join();

/** Keys that were destroyed do not come back. */
const judged = (
  ctx: Context,
  work: Work,
  state: ConversationState,
  verdict: 'match' | 'mismatch',
): ConversationState => {
  if (state.verdict === 'mismatched') return state;
  return verdict === 'match' ? { ...state, verdict: 'matched' } : burnKeys(ctx, work, state);
};

const always = (): boolean => true;

/**
 * Every change of what we say to hold or to have read is a new signed frontier, so it gets a number
 * of its own. Reading that is not told changes nothing: its number would tell it.
 */
const numbered = (before: ConversationState, after: ConversationState): ConversationState =>
  after.feeds === before.feeds &&
  after.tellsRead === before.tellsRead &&
  (after.read === before.read || !after.tellsRead)
    ? after
    : { ...after, frontierNumber: before.frontierNumber + 1 };
