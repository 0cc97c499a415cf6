/** Everybody and everything between them, made from a plan, in virtual time. */
import { createHash } from 'node:crypto';
import { createNobleSuite } from '../../src/core/crypto/noble-suite.ts';
import type { Suite } from '../../src/core/crypto/suite.ts';
import { createVirtualTime, type VirtualTime } from '../../src/effects/platform/fake-timers.ts';
import { createFakeNode, type FakeNode } from '../../src/effects/signaling/fake.ts';
import { createFakeNetwork, type FakeNetwork } from '../../src/effects/transport/fake.ts';
import { createCheapSuite } from './cheap-suite.ts';
import { createDice, type Dice } from './dice.ts';
import { createHostileNode, type HostileNode } from './hostile-node.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { createPerson, type Person } from './person.ts';
import type { Plan } from './plan.ts';

export type Pair = {
  readonly inviter: Person;
  readonly acceptor: Person;
  /** Links the inviter has made, the newest last. */
  readonly links: string[];
};

export interface World {
  readonly plan: Plan;
  readonly suite: Suite;
  readonly time: VirtualTime;
  readonly dice: Dice;
  readonly node: FakeNode;
  readonly network: FakeNetwork;
  readonly hostileNode: HostileNode;
  readonly people: readonly Person[];
  readonly pairs: readonly Pair[];
  readonly ledger: Ledger;
  /** Mistakes of ours that surfaced: reported by a program, or thrown at nobody. */
  readonly bugs: unknown[];
  /** Ends programs that the people do not run. */
  readonly endings: (() => void)[];
  /** A fingerprint of everything that went over the node until now. */
  trace(): string;
  /** Lets time go by, with all promises settled in between. */
  pass(ms: number): Promise<void>;
}

export const createWorld = (plan: Plan): World => {
  const time = createVirtualTime(1_700_000_000_000, rest);
  const dice = createDice(plan.seed);
  const node = createFakeNode({ clock: time, timers: time, chance: dice.chance });
  const network = createFakeNetwork(time);
  const suite = plan.suite === 'noble' ? createNobleSuite() : createCheapSuite();
  const bugs: unknown[] = [];
  const trace = createHash('sha256');
  node.watch((topic, sealed) => void trace.update(`${time.now()} ${topic}`).update(sealed));
  const around = {
    suite,
    time,
    dice,
    signaling: node,
    transport: (available: boolean) => network.transport(available),
    bug: (error: unknown) => bugs.push(error),
  };
  const people = plan.people.map((person, i) => createPerson(i, plan.seed, person, around));
  const person = (number: number): Person => {
    const found = people[number];
    if (!found) throw new Error(`the plan has no person ${number}`);
    return found;
  };
  return {
    plan,
    suite,
    time,
    dice,
    node,
    network,
    hostileNode: createHostileNode(node, dice),
    people,
    pairs: plan.pairs.map(([a, b]) => ({ inviter: person(a), acceptor: person(b), links: [] })),
    ledger: createLedger(),
    bugs,
    endings: [],
    trace: () => trace.copy().digest('hex'),
    pass: (ms) => time.advance(ms),
  };
};

/**
 * From within a promise, Node runs its next tick only when no other promise can go on. A turn of
 * the event loop would do too, and costs far more.
 */
const rest = async (): Promise<void> => {
  await Promise.resolve();
  await new Promise((resolve) => process.nextTick(resolve));
};
