/** Builds the page of stock clients (test/e2e/stock-client) and serves it on a free port. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

export interface StockPage {
  /** The page's address for a room of a signalling server. */
  at(room: string, signaling: string): string;
  stop(): Promise<void>;
}

export async function serveStockPage(): Promise<StockPage> {
  const script = await bundle();
  const server = createServer((asked, answer) => {
    const isScript = asked.url === '/main.js';
    answer.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
    answer.end(isScript ? script : '<!doctype html><script type="module" src="/main.js"></script>');
  }).listen(0, 'localhost');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    at: (room, signaling) =>
      `http://localhost:${port}/?${new URLSearchParams({ room, signaling, password: 'stock' })}`,
    async stop() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function bundle(): Promise<string> {
  const built = await build({
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    define: { global: 'globalThis' },
    build: {
      write: false,
      minify: false,
      modulePreload: false,
      rolldownOptions: {
        input: fileURLToPath(new URL('../stock-client/main.ts', import.meta.url)),
      },
    },
  });
  const chunks = [built].flat().flatMap((each) => ('output' in each ? each.output : []));
  const entry = chunks.find((each) => each.type === 'chunk' && each.isEntry);
  if (entry?.type !== 'chunk') throw new Error('The page of the stock clients was not built.');
  return entry.code;
}
