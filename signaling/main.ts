/**
 * Starts the node from the command line: the only place that reads the process and ends it.
 *
 * Exit codes: 0 after a graceful end, 1 when it cannot start, 2 for a wrong configuration.
 */
import { fileURLToPath } from 'node:url';
import { ok } from '../src/core/bytes/result.ts';
import type { Result } from '../src/core/bytes/result.ts';
import { helpText, parseOptions } from './options.ts';
import type { NodeOptions } from './options.ts';
import { createNode } from './server.ts';
import type { StartError } from './server.ts';

const builtApp = fileURLToPath(new URL('../app', import.meta.url));
const command = parseOptions(process.argv.slice(2), process.env, builtApp);

if (!command.ok) fail(2, [...command.error, 'Try --help.']);
else if (command.value.kind === 'help') process.stdout.write(helpText());
else await run(command.value.options);

async function run(options: NodeOptions): Promise<void> {
  const started = await start(options);
  if (!started.ok) {
    const { error } = started;
    if (typeof error === 'object') fail(1, [error.words]);
    else fail(error === 'app-not-built' ? 2 : 1, [explain(error, options)]);
    return;
  }
  const { words, stop } = started.value;
  process.stdout.write(words);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    // Once: who asks a second time gets the system's own, immediate answer.
    process.once(signal, () => void stop().then(() => process.exit(0)));
  }
}

type Running = { readonly words: string; stop(): Promise<void> };
type Failure = StartError | { readonly words: string };

async function start(options: NodeOptions): Promise<Result<Running, Failure>> {
  if (options.lanAuthority !== null) {
    // Only here: making certificates is most of the code, and a node behind a proxy never does.
    const { startLan } = await import('./lan/run.ts');
    return startLan(options, options.lanAuthority, (words) => void process.stdout.write(words));
  }
  const node = createNode(options);
  const started = await node.start();
  if (!started.ok) return started;
  const what =
    options.appDir === null ? 'The Grapevine node listens at' : 'Grapevine is ready: open';
  return ok({ words: `${what} ${started.value.url}\n`, stop: node.stop });
}

function explain(error: StartError, { port, host, appDir }: NodeOptions): string {
  switch (error) {
    case 'app-not-built':
      return `There is no built app in ${appDir}. Run "npm run build", name another folder with --app-dir, or start the node alone with --no-app.`;
    case 'port-in-use':
      return `Port ${port} is already in use. Stop what uses it, or choose another with --port or PORT.`;
    case 'port-forbidden':
      return `The system does not let this account listen on port ${port}. Choose one above 1023 with --port or PORT.`;
    case 'host-unknown':
      return `"${host}" is not an address of this machine. Set --host or HOST to localhost, or to 0.0.0.0 for all.`;
  }
}

/** Sets the code and lets the process end by itself, so that every word is written first. */
function fail(code: number, lines: readonly string[]): void {
  process.exitCode = code;
  process.stderr.write(`${lines.join('\n')}\n`);
}
