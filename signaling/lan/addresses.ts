/**
 * The names and addresses by which others on the local network can reach this machine.
 *
 * IPv4 alone: every home network has it, one address is short enough to type, and the authority can
 * then be kept to a short list of networks.
 */
import { BlockList, isIPv4 } from 'node:net';
import type { NetworkInterfaceInfo } from 'node:os';

export type Interfaces = Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>;

/** What a certificate of this machine names, best known address first. */
export type LanPlaces = {
  readonly addresses: readonly string[];
  readonly names: readonly string[];
  /** `a.b.c.d/n` of every address. */
  readonly networks: readonly string[];
};

/** Never routed on the open internet (RFC 1918, 3927, 6598) or never leaving a machine. */
export const PRIVATE_NETWORKS: readonly string[] = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  '169.254.0.0/16',
  '127.0.0.0/8',
];

/**
 * @param host what the node listens on: 0.0.0.0 for every address, else only the one named
 * @param hostname the machine's name, of which the first label counts (RFC 6762, 3)
 */
export function lanPlaces(interfaces: Interfaces, hostname: string, host: string): LanPlaces {
  const found = external(interfaces).filter(
    ({ address }) => host === '0.0.0.0' || host === address,
  );
  return {
    addresses: [...new Set(found.map(({ address }) => address))],
    names: ['localhost', ...mdnsName(hostname)],
    networks: found.flatMap(({ cidr }) => (cidr === null ? [] : [cidr])),
  };
}

/** Whether an IPv4 address lies in one of the networks `a.b.c.d/n`. */
export function isWithin(networks: readonly string[], address: string): boolean {
  const list = new BlockList();
  for (const network of networks) {
    const [base = '', bits] = network.split('/');
    list.addSubnet(base, Number(bits), 'ipv4');
  }
  return isIPv4(address) && list.check(address, 'ipv4');
}

/** Bridges of containers and virtual machines, where no phone is. */
const INNER = /^(docker|br-|veth|virbr|vmnet|vboxnet|lxc|cni|podman)/;

function external(interfaces: Interfaces): readonly NetworkInterfaceInfo[] {
  const rows = Object.entries(interfaces).flatMap(([name, infos = []]) =>
    infos
      .filter((info) => info.family === 'IPv4' && !info.internal)
      .map((info) => ({ info, rank: rank(name, info.address) })),
  );
  return rows.sort((a, b) => a.rank - b.rank).map(({ info }) => info);
}

function rank(interfaceName: string, address: string): number {
  if (INNER.test(interfaceName)) return 3;
  if (address.startsWith('169.254.')) return 2;
  return address.startsWith('192.168.') ? 0 : 1;
}

function mdnsName(hostname: string): readonly string[] {
  const [label = ''] = hostname.toLowerCase().split('.');
  return /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(label) ? [`${label}.local`] : [];
}
