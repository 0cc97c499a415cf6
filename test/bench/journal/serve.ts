/** Builds the bench's page and serves it, and the fixtures beside it, on a free port. */
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

export interface BenchServer {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Chromium then compiles every function as it loads the code, as it does once with what a service
 * worker keeps: what is measured is code that is loaded.
 */
const COMPILED_WHOLE = '//# allFunctionsCalledOnLoad';

const PAGE = '<!doctype html><title>journal</title><script type="module" src="/page.js"></script>';

/** `fixtures`: the folder of what is served below `/COUNT/`. */
export const serveBench = async (fixtures: string): Promise<BenchServer> => {
  const script = await bundle();
  const server = createServer((asked, answer) => {
    const path = asked.url ?? '/';
    const fixture = /^\/(\d+)\/(base|alice|bob)$/.exec(path);
    answer.setHeader('content-type', path === '/page.js' ? 'text/javascript' : 'text/html');
    if (fixture) createReadStream(join(fixtures, path)).pipe(answer);
    else answer.end(path === '/page.js' ? script : PAGE);
  }).listen(0, 'localhost');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://localhost:${port}/`,
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
};

const bundle = async (): Promise<string> => {
  const built = await build({
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    build: {
      write: false,
      target: 'es2022',
      modulePreload: false,
      rolldownOptions: {
        input: fileURLToPath(new URL('./page.ts', import.meta.url)),
        output: { codeSplitting: false, postBanner: COMPILED_WHOLE },
      },
    },
  });
  const chunks = [built].flat().flatMap((each) => ('output' in each ? each.output : []));
  const entry = chunks.find((each) => each.type === 'chunk' && each.isEntry);
  if (entry?.type !== 'chunk') throw new Error('The page of the bench was not built.');
  return entry.code;
};
