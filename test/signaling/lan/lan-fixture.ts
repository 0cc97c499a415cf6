/** A machine on a network of its own, with a clock that a test sets, and a folder that is removed. */
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { NetworkInterfaceInfo } from 'node:os';
import { afterAll } from 'vitest';
import { createLan } from '../../../signaling/lan/lan.ts';
import type { Lan, LanStarted } from '../../../signaling/lan/lan.ts';
import { defaultLimits } from '../../../signaling/options.ts';
import type { NodeOptions } from '../../../signaling/options.ts';

export const DAY = 24 * 60 * 60 * 1000;

export type TestMachine = {
  readonly home: string;
  readonly folder: string;
  /** `a.b.c.d/n` of each interface. */
  cidrs: readonly string[];
  now: number;
  /** Puts a start behind this machine: an authority and a certificate for what it is now. */
  startedBefore(): Promise<void>;
  lan(options?: Partial<NodeOptions>): Lan;
  start(options?: Partial<NodeOptions>): Promise<{ lan: Lan; started: LanStarted }>;
  /** Ends everything that was started and removes the folder. */
  dispose(): Promise<void>;
};

export async function createMachine(): Promise<TestMachine> {
  const home = await mkdtemp(join(tmpdir(), 'grapevine-lan-'));
  const folder = join(home, 'data', 'authority');
  const lans: Lan[] = [];
  const machine: TestMachine = {
    home,
    folder,
    cidrs: ['192.168.7.20/24'],
    now: Date.now(),
    async startedBefore() {
      await mkdir(dirname(folder), { recursive: true });
      await cp(await madeBefore(), folder, { recursive: true, preserveTimestamps: true });
    },
    lan(options = {}) {
      const lan = createLan({ ...optionsOf(folder), ...options }, folder, {
        interfaces: () => ({ wlan0: machine.cidrs.map(networkInterface) }),
        hostname: () => 'Kitchen.example.org',
        now: () => machine.now,
      });
      lans.push(lan);
      return lan;
    },
    async start(options) {
      const lan = machine.lan(options);
      const started = await lan.start();
      if (!started.ok) throw new Error(JSON.stringify(started.error));
      return { lan, started: started.value };
    },
    async dispose() {
      await Promise.all(lans.map((lan) => lan.stop()));
      await rm(home, { recursive: true, force: true });
    },
  };
  return machine;
}

/** Keys take their time, so one folder is made for a test file and copied; modes go with it. */
let before: Promise<TestMachine> | undefined;
afterAll(async () => (await before)?.dispose());

async function madeBefore(): Promise<string> {
  before ??= createMachine().then(async (machine) => {
    const { lan } = await machine.start();
    await lan.stop();
    return machine;
  });
  return (await before).folder;
}

/** Listens on every address, because those of the test machine are invented. */
function optionsOf(folder: string): NodeOptions {
  return {
    port: 0,
    host: '0.0.0.0',
    appDir: null,
    trustProxy: false,
    lanAuthority: folder,
    limits: { ...defaultLimits, farewell: 200 },
  };
}

function networkInterface(cidr: string): NetworkInterfaceInfo {
  const address = cidr.split('/')[0] ?? '';
  const mac = '02:00:00:00:00:01';
  return { address, cidr, family: 'IPv4', internal: false, mac, netmask: '' };
}
