/** One step of a plan, done to a world. A step that has nothing to act on does nothing. */
import { act } from './acts.ts';
import { createHostilePeer, type HostilePeer } from './hostile-peer.ts';
import { accept, conversationsOf, invite, takeLink } from './pairing.ts';
import type { Person } from './person.ts';
import { MINUTE, type Act, type Step } from './plan.ts';
import type { Pair, World } from './world.ts';

/** Longer than this nobody sits before a device: it sleeps. */
const SLEEP_AFTER = 10 * MINUTE;

export interface Stepper {
  run(step: Step): Promise<void>;
}

export const createStepper = (world: World): Stepper => {
  const { time, node, network, hostileNode, people, pairs, ledger } = world;
  const peers = new Map<string, HostilePeer | null>();

  const personAt = (who: number): Person | undefined => people[who % people.length];
  const pairAt = (pair: number): Pair | undefined => pairs[pair % pairs.length];
  const tabAt = (who: number, tab: number) => personAt(who)?.tab(tab);

  /** Runs beside what follows: whoever waits for a tab that died would wait for ever. */
  const start = (work: Promise<void>): void => {
    work.catch((error: unknown) => world.bugs.push(error));
  };

  const wait = async (ms: number): Promise<void> => {
    if (ms <= SLEEP_AFTER) return world.pass(ms);
    // Programs of others would be all that runs: they come back when they are asked to.
    world.endings.splice(0).forEach((end) => end());
    peers.clear();
    const asleep = people.flatMap((person) => person.tabs()).filter((tab) => !tab.process.isFrozen);
    for (const { process } of asleep) {
      process.setNetwork('down');
      process.freeze();
    }
    await world.pass(ms);
    for (const { process, lifecycle } of asleep) {
      process.thaw();
      lifecycle.play('resumed');
    }
    for (const person of people) person.setNetwork(person.network);
    await world.pass(0);
  };

  const doAct = (step: Act): void => {
    const person = personAt(step.who);
    const tab = person?.tab(step.tab);
    if (!person || !tab || tab.process.isFrozen) return;
    const own = pairs.filter(({ inviter, acceptor }) => inviter === person || acceptor === person);
    const pair = own[step.pair % Math.max(1, own.length)];
    const conversation = pair && conversationsOf(pair).at(-1);
    if (conversation !== undefined) start(act(person, tab, conversation, step, ledger));
  };

  const pairingStep = (step: { do: 'invite' | 'accept'; pair: number }): void => {
    const pair = pairAt(step.pair);
    const person = step.do === 'invite' ? pair?.inviter : pair?.acceptor;
    const tab = person?.tab(0);
    if (!pair || !tab || tab.process.isFrozen) return;
    if (step.do === 'accept') {
      const shown = pair.inviter.tab(0);
      if (shown) takeLink(pair, shown);
      start(accept(pair, tab));
    } else start(invite(pair, tab));
  };

  const mischief = async (step: Extract<Step, { do: 'mischief' }>): Promise<void> => {
    const pair = pairAt(step.pair);
    const conversation = pair && conversationsOf(pair).at(-1);
    if (!pair || conversation === undefined) return;
    const person = step.side === 0 ? pair.inviter : pair.acceptor;
    const key = `${conversation} ${step.side}`;
    if (!peers.has(key)) {
      const peer = await createHostilePeer(world, person, conversation);
      peers.set(key, peer);
      if (peer) world.endings.push(() => peer.close());
    }
    peers.get(key)?.speak(step.kind, step.count);
  };

  const run = async (step: Step): Promise<void> => {
    switch (step.do) {
      case 'wait':
        return wait(step.ms);
      case 'invite':
      case 'accept':
        return pairingStep(step);
      case 'open-tab':
        return personAt(step.who)?.openTab();
      case 'close-tab': {
        const tab = tabAt(step.who, step.tab);
        return tab && personAt(step.who)?.closeTab(tab);
      }
      case 'kill-tab':
        return tabAt(step.who, step.tab)?.process.kill();
      case 'freeze': {
        const tab = tabAt(step.who, step.tab);
        if (step.told) tab?.lifecycle.play('frozen');
        return tab?.process.freeze();
      }
      case 'thaw': {
        const tab = tabAt(step.who, step.tab);
        if (!tab?.process.isFrozen) return;
        tab.process.thaw();
        return tab.lifecycle.play('resumed');
      }
      case 'crash':
        return tabAt(step.who, step.tab)?.process.crashAt(step.write, step.when);
      case 'offline': {
        const person = personAt(step.who);
        person?.setNetwork(step.told ? 'down' : 'silent');
        if (step.told) person?.tabs().forEach(({ lifecycle }) => lifecycle.play('offline'));
        return;
      }
      case 'online': {
        const person = personAt(step.who);
        person?.setNetwork('up');
        return person?.tabs().forEach(({ lifecycle }) => lifecycle.play('online'));
      }
      case 'clock':
        return personAt(step.who)?.shiftClock(step.ms);
      case 'full':
        return personAt(step.who)?.setFull(step.on);
      case 'node':
        return node.setFaults({
          loss: step.loss,
          duplicate: step.duplicate,
          delay: [5, 5 + step.delay],
        });
      case 'node-stop':
        return node.stop();
      case 'node-start':
        return node.start();
      case 'node-clock':
        return node.setClock(step.ms);
      case 'network':
        network.setReachable(step.reachable);
        return network.setAlive(step.alive);
      case 'cut':
        return network.cut();
      case 'replay':
        return hostileNode.replay(step.pick, step.count);
      case 'invent':
        return hostileNode.invent(step.count);
      case 'mischief':
        return mischief(step);
      default:
        return doAct(step);
    }
  };

  return {
    run: async (step) => {
      await run(step);
      await time.advance(0);
    },
  };
};
