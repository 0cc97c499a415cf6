/**
 * Who else a browser asks: everything that is not on this machine goes through a proxy that writes
 * the address down and refuses. It sees what no page event tells: workers, sockets, prefetching. What
 * leaves by UDP it cannot see, so pages also say aloud whenever they are given an ICE server.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { BrowserName } from '../../../scripts/browsers.mjs';

export interface StrangerWatch {
  /** For the command line of Chromium. */
  readonly args: readonly string[];
  /** For the preferences of Firefox. */
  readonly prefs: Readonly<Record<string, unknown>>;
  /** Hosts, with ports, in the order they were asked for. */
  readonly asked: readonly string[];
  stop(): Promise<void>;
}

/** Both browsers leave loopback addresses out of the use of a proxy. */
export async function watchForStrangers(name: BrowserName): Promise<StrangerWatch> {
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((request, answer) => {
    note(asked, new URL(request.url ?? '', 'http://none').host);
    answer.writeHead(403).end();
  });
  server.on('connect', ({ url = '' }, socket) => {
    note(asked, url);
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
  });
  // Nobody waits for a watch alone: a browser that was closed and never disposed of leaves one.
  server.unref();
  server.on('connection', (socket) => {
    socket.unref();
    sockets.add(socket);
    // A browser that is killed resets its connections; nothing is lost with them.
    socket.on('error', () => socket.destroy());
    socket.once('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    args: name === 'chromium' ? [`--proxy-server=http://127.0.0.1:${port}`] : [],
    prefs: name === 'firefox' ? firefoxProxy(port) : {},
    asked,
    async stop() {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** In every page, before the app: a server for ICE is named on the console. */
export function tellIceServers(mark: string): void {
  const { RTCPeerConnection: Original } = window;
  if (Original === undefined) return;
  window.RTCPeerConnection = new Proxy(Original, {
    construct(target, [given, ...rest]: [RTCConfiguration?, ...unknown[]]) {
      const servers = (given?.iceServers ?? []).flatMap(({ urls }) => urls);
      if (servers.length > 0) console.error(`${mark}${servers.join(' ')}`);
      return Reflect.construct(target, [given, ...rest]) as object;
    },
  });
}

export const ICE_MARK = 'asked for ICE: ';

/** Addresses such as data: and blob: lead nowhere; an ICE server is never one of ours. */
export function isForeign(address: string, hosts: ReadonlySet<string>): boolean {
  const url = new URL(address);
  return /^(https?|wss?|stuns?|turns?):$/.test(url.protocol) && !hosts.has(url.host);
}

function note(asked: string[], host: string): void {
  if (!browsersOwn.test(host)) asked.push(host);
}

/**
 * What the programs ask their makers for by themselves, with no page open. A page that asks these
 * hosts is seen by its own events.
 */
const browsersOwn = /\.(google|googleapis|gvt1|gstatic|mozilla|firefox)\.(com|net|org)(:443)?$/;

const firefoxProxy = (port: number): Readonly<Record<string, unknown>> => ({
  'network.proxy.type': 1,
  'network.proxy.http': '127.0.0.1',
  'network.proxy.http_port': port,
  'network.proxy.ssl': '127.0.0.1',
  'network.proxy.ssl_port': port,
});
