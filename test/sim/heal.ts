/**
 * Everything that was wrong ends: whoever is asleep wakes, whoever is closed
 * opens the app, the network works, the node is honest. What is left wrong is
 * for the program to put right, in time that it is given.
 */
import { findings } from './oracle.ts';
import { accept, conversationsOf, invite, takeLink } from './pairing.ts';
import type { Person } from './person.ts';
import { MINUTE, SECOND } from './plan.ts';
import type { Pair, World } from './world.ts';

const ROUND = 3 * SECOND;
const PATIENCE = 30 * MINUTE;
const PAIRING_PATIENCE = 3 * MINUTE;

export const heal = async (world: World): Promise<readonly string[]> => {
  endFaults(world);
  await world.pass(ROUND);
  for (const pair of world.pairs) {
    if (conversationsOf(pair).length === 0) await pairAgain(world, pair);
  }
  let found = await findings(world);
  for (let past = 0; found.length > 0 && past < PATIENCE; past += ROUND) {
    await world.pass(ROUND);
    found = await findings(world);
  }
  return found;
};

const endFaults = (world: World): void => {
  const { node, network, people, plan, endings } = world;
  for (const end of endings.splice(0)) end();
  node.setFaults({ loss: 0, duplicate: 0, delay: [5, 5] });
  node.setClock(0);
  node.start();
  network.setReachable(true);
  network.setAlive(true);
  for (const person of people) {
    person.setFull(false);
    if (plan.heal.clocks === 'right') person.shiftClock(-person.clockError);
    if (plan.heal.restart || person.problems().has('storage-closed')) {
      person.tabs().forEach((tab) => tab.process.kill());
    }
    for (const { process, lifecycle } of person.tabs()) {
      process.disarm();
      if (process.isFrozen) {
        process.thaw();
        lifecycle.play('resumed');
      }
    }
    person.setNetwork('up');
    person.tabs().forEach(({ lifecycle }) => lifecycle.play('online'));
    if (person.tabs().length === 0) person.openTab();
  }
};

/** The invitation that waits goes on by itself or is accepted now; where it is void, there is a new one. */
const pairAgain = async (world: World, pair: Pair): Promise<void> => {
  const tries = [
    () => take(world, pair),
    () => acceptNow(world, pair),
    () => inviteNow(world, pair, false),
    // Nobody's invitation is valid on a device whose clock is days ahead of it.
    () => inviteNow(world, pair, true),
  ];
  for (const attempt of tries) {
    await attempt();
    for (let past = 0; past < PAIRING_PATIENCE; past += ROUND) {
      await world.pass(ROUND);
      if (conversationsOf(pair).length > 0) return;
    }
  }
};

const take = async (_world: World, pair: Pair): Promise<void> => {
  const tab = pair.inviter.tab(0);
  if (tab) takeLink(pair, tab);
  return Promise.resolve();
};

const acceptNow = async (world: World, pair: Pair): Promise<void> => {
  const tab = pair.acceptor.tab(0);
  if (tab) await settled(world, accept(pair, tab));
};

const inviteNow = async (world: World, pair: Pair, isClockSet: boolean): Promise<void> => {
  const people: readonly Person[] = [pair.inviter, pair.acceptor];
  if (isClockSet) people.forEach((person) => person.shiftClock(-person.clockError));
  const tab = pair.inviter.tab(0);
  if (tab) await settled(world, invite(pair, tab));
  await acceptNow(world, pair);
};

/** Waits for what the disk may take its time for. */
const settled = async (world: World, work: Promise<void>): Promise<void> => {
  let isDone = false;
  void work.finally(() => (isDone = true));
  for (let i = 0; i < 600 && !isDone; i++) await world.pass(100);
  if (!isDone) throw new Error('a command did not end on a tab that lives');
};
