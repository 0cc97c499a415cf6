/** The signalling server that comes with y-webrtc, as a child process on a port of its own. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

export interface StockSignaling {
  readonly port: number;
  /** Without a goodbye. */
  kill(): Promise<void>;
  /** Again, on the same port. */
  start(): Promise<void>;
}

const program = fileURLToPath(
  new URL('../../../node_modules/y-webrtc/bin/server.js', import.meta.url),
);

export async function startStockSignaling(): Promise<StockSignaling> {
  const port = await freePort();
  let child = await start(port);
  return {
    port,
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
    async start() {
      child = await start(port);
    },
  };
}

async function start(port: number): Promise<ChildProcess> {
  const child = spawn(process.execPath, [program], {
    env: { ...process.env, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const killAtExit = () => child.kill('SIGKILL');
  process.once('exit', killAtExit);
  child.once('exit', () => process.off('exit', killAtExit));
  // It says one line once it listens.
  await once(child.stdout, 'data');
  return child;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
