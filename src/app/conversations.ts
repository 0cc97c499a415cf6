/**
 * All conversations of this device, and what keeps each in step with other
 * devices while this tab has the network.
 */

import { contactKey, isCardRegister, readCard } from './contacts/card.ts';
import { createForwarder } from './contacts/introducing.ts';
import { isSamePresented } from './contacts/presented.ts';
import { isSelfRegister, readSelf } from './contacts/self.ts';
import { equalBytes } from '../core/bytes/compare.ts';
import { createConversation, type Conversation } from './conversation/conversation.ts';
import type { Contact } from './conversation/screen.ts';
import { isClosed } from './conversation/endings.ts';
import { remainingOthers, type ConversationState } from './conversation/state.ts';
import { isInStep, isPresentedIn } from './conversation/follow-profile.ts';
import type { Sync } from './conversation/sync.ts';
import type { ConfirmedTime } from './confirmed-time.ts';
import type { Network } from './network.ts';
import type { Ports } from './ports.ts';
import type { Profile } from './profile.ts';
import { TELL_ALL, toldIn, type Told } from './quiet.ts';
import type { Registers } from './registers/registers.ts';
import type { ProblemTag } from './problems.ts';
import type { SealedStore } from './vault/sealed-store.ts';

export type ConversationsOptions = {
  readonly ports: Ports;
  readonly store: SealedStore;
  readonly time: ConfirmedTime;
  readonly registers: Pick<Registers, 'get' | 'subscribe'>;
  readonly isAttended: (id: string) => boolean;
  /** As it is durable, as far as this tab knows. */
  readonly profile: () => Profile | undefined;
  /** The picture of some conversation changed. */
  readonly changed: () => void;
  /** This tab made something of the conversation durable. */
  readonly written: (id: string) => void;
  /** This tab's network tells how the contact is connected. */
  readonly contact: (id: string, contact: Contact) => void;
  readonly problem: (tag: ProblemTag, id: string, count?: number) => void;
};

export interface Conversations {
  list(): readonly Conversation[];
  get(id: string): Conversation | undefined;
  /** `front`: the one that a person will see first, read for the screen at once. */
  load(front?: string): Promise<void>;
  /** Something of the conversation, or the conversation itself, became durable in any tab. */
  refresh(id: string): Promise<void>;
  setContact(id: string, contact: Contact): void;
  /** Every contact that is known, by conversation. */
  contacts(): ReadonlyMap<string, Contact>;
  /** The profile changed: contacts hear of it, or no longer hear. */
  followProfile(): Promise<void>;
  attend(id: string, on: boolean): void;
  type(id: string, on: boolean): void;
  /** This tab has the network from now on. */
  lead(network: Network): void;
  follow(): void;
  wake(): void;
}

export const createConversations = (options: ConversationsOptions): Conversations => {
  const { ports, store } = options;
  const conversations = new Map<string, Conversation>();
  const contacts = new Map<string, Contact>();
  const syncs = new Map<
    string,
    Sync & { readonly tellsPresence: boolean; readonly writer: Uint8Array }
  >();
  let network: Network | undefined;

  /** What was said in one conversation and is to be passed on in another. */
  const forwarder = createForwarder(() => [...conversations.values()], ports.reportBug);

  const create = (id: string): Conversation => {
    let contact: string | undefined;
    return createConversation(
      {
        store,
        suite: ports.suite,
        random: ports.random,
        now: () => ports.clock.now(),
        time: options.time,
        // Asked for whenever anything is shown, and named the same for ever.
        card: (conversationId) =>
          readCard(options.registers, (contact ??= contactKey(ports.suite, conversationId))),
        changed: () => {
          options.changed();
          forwarder.look();
        },
        written: () => {
          options.written(id);
          const conversation = conversations.get(id);
          const state = conversation?.state();
          if (state && (isClosed(state) || isByAnother(id, state))) endSync(id);
          else syncs.get(id)?.written();
          // It may have admitted the first other device.
          if (conversation) startSync(conversation);
          showPresenceAsTold(id);
        },
        lost: () => syncs.get(id)?.lost(),
        problem: (tag) => options.problem(tag, id),
      },
      id,
    );
  };

  const refresh = async (id: string, isFront = false): Promise<void> => {
    const conversation = conversations.get(id) ?? create(id);
    conversations.set(id, conversation);
    await (isFront ? conversation.show(true) : conversation.refresh());
    const state = conversation.state();
    if (!state) conversations.delete(id);
    if (!state || isClosed(state)) return endSync(id);
    if (isByAnother(id, state)) endSync(id);
    await followProfile(conversation);
    syncs.get(id)?.written();
    startSync(conversation);
  };

  const toldOf = (conversation: Conversation): Told => {
    const state = conversation.state();
    const profile = options.profile();
    const told = state && profile ? toldIn(profile.told, state.quiet) : TELL_ALL;
    // Nothing else changes: whoever is blocked cannot tell it from a person who is away.
    return conversation.card().block ? { ...told, typing: false, presence: false } : told;
  };

  /** Before the network hears anything of it again. */
  const followProfile = async (conversation: Conversation): Promise<void> => {
    const [state, profile] = [conversation.state(), options.profile()];
    if (state && profile && !isTold(conversation, state, profile)) {
      await conversation.followProfile();
    }
    showPresenceAsTold(conversation.id);
  };

  const isTold = (
    conversation: Conversation,
    state: ConversationState,
    profile: Profile,
  ): boolean =>
    isInStep(state, profile) &&
    (!isPresentedIn(state) ||
      isSamePresented(conversation.presented().own, readSelf(options.registers)));

  /** A link that told of a person, or did not, is ended for one that does otherwise. */
  const showPresenceAsTold = (id: string): void => {
    const conversation = conversations.get(id);
    const sync = syncs.get(id);
    if (!conversation || !sync || sync.tellsPresence === toldOf(conversation).presence) return;
    endSync(id);
    startSync(conversation);
  };

  const startSync = (conversation: Conversation): void => {
    const { id } = conversation;
    const state = conversation.state();
    if (!network || !state || isClosed(state) || syncs.has(id)) return;
    if (remainingOthers(state).length === 0) return;
    const tellsPresence = toldOf(conversation).presence;
    const broken = (error: unknown): void => {
      options.problem('internal', id);
      ports.reportBug(error);
    };
    try {
      const sync = network.sync(conversation, state, {
        told: () => toldOf(conversation),
        contact: (contact) => {
          setContact(id, contact);
          options.contact(id, contact);
        },
        problem: (tag, count) => options.problem(tag, id, count),
        broken,
      });
      syncs.set(id, { ...sync, tellsPresence, writer: state.writer });
      sync.attend(options.isAttended(id));
    } catch (error) {
      // A bug of ours in one of them leaves the others as they are.
      broken(error);
    }
  };

  /** This device goes on as another writer since. */
  const isByAnother = (id: string, { writer }: ConversationState): boolean => {
    const sync = syncs.get(id);
    return sync !== undefined && !equalBytes(sync.writer, writer);
  };

  const endSync = (id: string): void => {
    if (!syncs.has(id)) return;
    syncs.get(id)?.close();
    syncs.delete(id);
    setContact(id, { presence: 'away', route: 'none' });
  };

  const setContact = (id: string, contact: Contact): void => {
    contacts.set(id, contact);
    conversations.get(id)?.setContact(contact);
  };

  const followAll = async (): Promise<void> => {
    await Promise.all([...conversations.values()].map(followProfile));
  };

  options.registers.subscribe((news) => {
    if (news.some(({ key }) => isSelfRegister(key))) void followAll();
    if (!news.some(({ key }) => isCardRegister(key))) return;
    for (const conversation of conversations.values()) {
      void conversation.redraw();
      showPresenceAsTold(conversation.id);
    }
  });

  return {
    list: () => [...conversations.values()],
    get: (id) => conversations.get(id),
    load: async (front) => {
      const first = front === undefined ? undefined : refresh(front, true);
      const keys = await store.keys('conversations', []);
      const ids = keys.ok ? keys.value.flatMap(stateIdOf) : [];
      await Promise.all([first, ...ids.filter((id) => id !== front).map((id) => refresh(id))]);
    },
    refresh: (id) => refresh(id),
    setContact,
    contacts: () => contacts,
    followProfile: followAll,
    attend: (id, on) => syncs.get(id)?.attend(on),
    type: (id, on) => syncs.get(id)?.type(on),
    lead: (newNetwork) => {
      network = newNetwork;
      for (const conversation of conversations.values()) startSync(conversation);
    },
    follow: () => {
      network = undefined;
      for (const id of [...syncs.keys()]) endSync(id);
    },
    wake: () => {
      for (const sync of syncs.values()) sync.wake();
    },
  };
};

const stateIdOf = (key: readonly (string | number)[]): readonly string[] =>
  typeof key[0] === 'string' && key[1] === 'state' ? [key[0]] : [];
