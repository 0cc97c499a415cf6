/**
 * What one socket and one address may ask of the node, as rules without input or output.
 *
 * Time is an argument, in milliseconds from any fixed start that never goes back.
 */

/** How full a token bucket was at `at`. */
export type Bucket = { readonly tokens: number; readonly at: number };
export type Rate = { readonly perSecond: number; readonly burst: number };

export function fullBucket(rate: Rate, now: number): Bucket {
  return { tokens: rate.burst, at: now };
}

/** Takes one token. Gives the bucket afterwards, and whether there was one to take. */
export function takeToken(
  bucket: Bucket,
  rate: Rate,
  now: number,
): { readonly bucket: Bucket; readonly allowed: boolean } {
  const elapsed = Math.max(0, now - bucket.at);
  const tokens = Math.min(rate.burst, bucket.tokens + (elapsed * rate.perSecond) / 1000);
  const allowed = tokens >= 1;
  return { bucket: { tokens: allowed ? tokens - 1 : tokens, at: now }, allowed };
}

/** `soft`: bytes waiting above which a socket gets no more; `hard`: bytes at which it is let go. */
export type PressureLimits = { readonly soft: number; readonly hard: number };
export type Pressure = { readonly verdict: 'send' | 'skip' | 'close'; readonly withheld: number };

/**
 * Whether a frame goes to a receiver that may not be reading.
 *
 * Above the soft limit frames are withheld, so what waits in memory never grows to the hard limit by
 * itself; a receiver is let go when waiting and withheld bytes together reach it. One that reads
 * again starts at nought.
 *
 * @param withheld bytes withheld since the receiver last was below the soft limit
 * @param waiting bytes written to the socket and not yet taken by the network
 * @param size bytes of the frame
 */
export function weighPressure(
  withheld: number,
  waiting: number,
  size: number,
  limits: PressureLimits,
): Pressure {
  if (waiting <= limits.soft) return { verdict: 'send', withheld: 0 };
  const total = withheld + size;
  return { verdict: waiting + total >= limits.hard ? 'close' : 'skip', withheld: total };
}

/** Counts the sockets of each address. */
export interface Seats {
  /** False when the address has all it may have; nothing is counted then. */
  take(address: string): boolean;
  release(address: string): void;
}

export function createSeats(perAddress: number): Seats {
  const taken = new Map<string, number>();
  return {
    take(address) {
      const count = taken.get(address) ?? 0;
      if (count >= perAddress) return false;
      taken.set(address, count + 1);
      return true;
    },
    release(address) {
      const count = taken.get(address) ?? 0;
      if (count > 1) taken.set(address, count - 1);
      else taken.delete(address);
    },
  };
}
