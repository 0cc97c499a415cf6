/**
 * The built node as a child process, as people run it: started on a free port, stopped politely,
 * killed, and started again on the port it had, which is what "the network is gone" means here.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export type ServerOptions = {
  /** 0, the default, takes any free port. */
  readonly port?: number;
  readonly args?: readonly string[];
  /** A folder to be its working directory, its home and its place for temporary files. */
  readonly home?: string;
};

export interface TestServer {
  /** With a closing slash; stays the same over restarts. */
  readonly url: string;
  readonly port: number;
  /** Of the process that runs now. */
  pid(): number;
  /** All that it has written to its terminal, over all its starts. */
  output(): string;
  /** Ends it as Ctrl+C does and waits. */
  stop(): Promise<void>;
  /** Ends it without a chance to say goodbye. */
  kill(): Promise<void>;
  /** Starts it again on the same port. */
  start(): Promise<void>;
}

/** Starts the node; the app must have been built (`npm run build`). */
export async function startServer({
  port = 0,
  args = [],
  home,
}: ServerOptions = {}): Promise<TestServer> {
  let output = '';
  const startOn = (where: number) => startProcess(where, args, home, (text) => (output += text));
  let running = await startOn(port);
  const first = running;
  return {
    url: first.url,
    port: first.port,
    pid: () => running.child.pid ?? 0,
    output: () => output,
    stop: () => end(running.child, 'SIGTERM'),
    kill: () => end(running.child, 'SIGKILL'),
    async start() {
      running = await startOn(first.port);
    },
  };
}

type Running = { readonly child: ChildProcess; readonly url: string; readonly port: number };

const entry = fileURLToPath(new URL('../../../dist/node/main.js', import.meta.url));
const PATIENCE = 15_000;

async function startProcess(
  port: number,
  args: readonly string[],
  home: string | undefined,
  wrote: (text: string) => void,
): Promise<Running> {
  if (!existsSync(entry)) throw new Error('The app is not built; run "npm run build" first.');
  const child = spawn(process.execPath, [entry, '--port', String(port), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(home && { cwd: home, env: { PATH: process.env['PATH'], HOME: home, TMPDIR: home } }),
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (data: unknown) => wrote(String(data)));
  }
  // Should the test run end without stopping it, it must not stay behind.
  const killAtExit = () => child.kill('SIGKILL');
  process.once('exit', killAtExit);
  child.once('exit', () => process.off('exit', killAtExit));
  const url = await announcedUrl(child);
  return { child, url, port: Number(new URL(url).port) };
}

/** The node prints where it is once it can be reached. */
function announcedUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    const late = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`The node did not say where it is: ${output}`));
    }, PATIENCE);
    const read = (data: unknown) => {
      output += String(data);
      const url = /https?:\/\/[^\s]+\//.exec(output)?.[0];
      if (url === undefined) return;
      clearTimeout(late);
      resolve(url);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', (code) => {
      clearTimeout(late);
      reject(new Error(`The node ended with code ${code}: ${output}`));
    });
  });
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  const late = setTimeout(() => child.kill('SIGKILL'), PATIENCE);
  await ended;
  clearTimeout(late);
}
