/**
 * `--lan`: the node over HTTPS for the local network, and beside it the page of trust.
 *
 * The network may change while it runs: a look each minute renews the certificate when addresses
 * came or went, or when it is soon over.
 */
import { err, ok } from '../../src/core/bytes/result.ts';
import type { Result } from '../../src/core/bytes/result.ts';
import type { ListenError } from '../listen.ts';
import type { NodeOptions } from '../options.ts';
import { createNode } from '../server.ts';
import type { StartError, TlsIdentity } from '../server.ts';
import { isWithin, lanPlaces } from './addresses.ts';
import type { Interfaces, LanPlaces } from './addresses.ts';
import { openAuthority, openMachine } from './authority.ts';
import type { Authority, AuthorityFault } from './authority.ts';
import type { Certified } from './certificates.ts';
import { createTrustServer } from './trust-server.ts';

/** The machine, as far as this needs to know it. */
export interface Machine {
  interfaces(): Interfaces;
  hostname(): string;
  /** Milliseconds since 1970. */
  now(): number;
}

export type LanStarted = {
  readonly port: number;
  readonly pagePort: number;
  readonly places: LanPlaces;
  /** Addresses for which the authority may not speak: it was made on another network. */
  readonly leftOut: readonly string[];
  readonly fingerprint: string;
  readonly folder: string;
};

export type LanFault =
  | AuthorityFault
  | { readonly kind: 'no-network' }
  | {
      readonly kind: 'foreign-network';
      readonly addresses: readonly string[];
      readonly folder: string;
    }
  | { readonly kind: 'page'; readonly error: ListenError; readonly port: number };

/** The node's own reasons, or those of what stands around it. */
export type LanStartError = StartError | LanFault;

export interface Lan {
  start(): Promise<Result<LanStarted, LanStartError>>;
  /** Looks at the network and the certificate; gives the new state when the addresses changed. */
  refresh(): Promise<Result<LanStarted | null, AuthorityFault>>;
  stop(): Promise<void>;
}

/** @param folder where the authority is kept */
export function createLan(options: NodeOptions, folder: string, machine: Machine): Lan {
  let stopAll = async (): Promise<void> => {};
  let renew: (identity: TlsIdentity) => void = () => undefined;
  let running: (LanStarted & { authority: Authority }) | null = null;

  async function start(): Promise<Result<LanStarted, LanStartError>> {
    const seen = lanPlaces(machine.interfaces(), machine.hostname(), options.host);
    if (seen.addresses.length === 0 && !isLoopback(options.host))
      return err({ kind: 'no-network' });
    const opened = await openAuthority(folder, machine.hostname(), seen, machine.now());
    if (!opened.ok) return opened;
    const authority = opened.value;
    const { places, leftOut } = permitted(seen, authority);
    if (places.addresses.length === 0 && leftOut.length > 0) {
      return err({ kind: 'foreign-network', addresses: leftOut, folder });
    }
    const certified = await openMachine(authority, places, machine.now());
    if (!certified.ok) return certified;
    const node = createNode(options, identity(authority, certified.value));
    const started = await node.start();
    if (!started.ok) return started;
    const { port } = started.value;
    const page = createTrustServer({
      certificate: authority.der,
      fingerprint: authority.fingerprint,
      hosts: () => hostsOf(running?.places ?? places),
      appPort: port,
    });
    const pagePort = options.port === 0 ? 0 : port + 1;
    const listening = await page.start(pagePort, options.host);
    if (!listening.ok) {
      await node.stop();
      return err({ kind: 'page', error: listening.error, port: pagePort });
    }
    stopAll = async () => void (await Promise.all([node.stop(), page.stop()]));
    renew = node.renew;
    const { fingerprint } = authority;
    running = { authority, port, pagePort: listening.value, places, leftOut, fingerprint, folder };
    return ok(running);
  }

  async function refresh(): Promise<Result<LanStarted | null, AuthorityFault>> {
    if (running === null) return ok(null);
    const { authority } = running;
    const seen = lanPlaces(machine.interfaces(), machine.hostname(), options.host);
    const { places, leftOut } = permitted(seen, authority);
    // Between two networks there is none for a while; the old certificate is as good as another.
    if (places.addresses.length === 0 && !isLoopback(options.host)) return ok(null);
    const certified = await openMachine(authority, places, machine.now());
    if (!certified.ok) return certified;
    renew(identity(authority, certified.value));
    const same = places.addresses.join() === running.places.addresses.join();
    running = { ...running, places, leftOut };
    return ok(same ? null : running);
  }

  return { start, refresh, stop: () => stopAll() };
}

function permitted(
  places: LanPlaces,
  { networks }: Authority,
): { places: LanPlaces; leftOut: readonly string[] } {
  const leftOut = places.addresses.filter((address) => !isWithin(networks, address));
  const addresses = places.addresses.filter((address) => !leftOut.includes(address));
  return { places: { ...places, addresses }, leftOut };
}

/** With the authority in the chain, so that the other side sees whom to ask about. */
function identity(authority: Certified, { key, certificate }: Certified): TlsIdentity {
  return { key, cert: `${certificate}${authority.certificate}` };
}

function hostsOf({ addresses, names }: LanPlaces): readonly string[] {
  return [...addresses, ...names];
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host.startsWith('127.');
}
