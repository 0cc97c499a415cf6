/**
 * Which address a connection counts for. Used for counting alone; never written down.
 */
import { isIP, isIPv6 } from 'node:net';

/**
 * @param peer the address at the other end of the TCP connection
 * @param forwardedFor the X-Forwarded-For header, if any
 * @param trustProxy whether a proxy of our own stands before the node. Its entry is the last one:
 *   whatever comes before was sent by the client and may be invented.
 */
export function clientAddress(
  peer: string | undefined,
  forwardedFor: string | readonly string[] | undefined,
  trustProxy: boolean,
): string {
  const forwarded = trustProxy ? lastEntry(forwardedFor) : '';
  return countedAddress(isIP(forwarded) === 0 ? (peer ?? 'unknown') : forwarded);
}

function lastEntry(header: string | readonly string[] | undefined): string {
  const text = typeof header === 'string' ? header : (header?.join(',') ?? '');
  return text.slice(text.lastIndexOf(',') + 1).trim();
}

/**
 * One household or server holds a whole IPv6 /64 (RFC 6177), so that is what counts; an IPv4 address
 * in IPv6 clothes (RFC 4291, 2.5.5.2) counts as itself.
 */
function countedAddress(address: string): string {
  if (!isIPv6(address)) return address;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  return mapped?.[1] ?? firstHalf(address);
}

/** The first four of the eight groups, zeros written out. */
function firstHalf(address: string): string {
  const [plain = ''] = address.toLowerCase().split('%');
  const [head = '', tail] = plain.split('::');
  const before = groups(head);
  const after = groups(tail ?? '');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  const all = [...before, ...Array.from({ length: zeros }, () => '0'), ...after];
  return all
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
}

function groups(text: string): readonly string[] {
  return text === '' ? [] : text.split(':');
}
