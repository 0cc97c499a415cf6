/** What signaling/deploy and docs/SELF-HOSTING.md tell people to run, held against what there is. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { helpText, parseOptions } from '../../signaling/options.ts';
import type { NodeOptions } from '../../signaling/options.ts';
import { startNode } from './node-fixture.ts';
import type { RunningNode } from './node-fixture.ts';

const root = new URL('../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');
const deployed = readdirSync(new URL('signaling/deploy/', root)).map(
  (name) => `signaling/deploy/${name}`,
);
const told = [...deployed, 'docs/SELF-HOSTING.md', 'README.md'];
const { scripts, engines } = JSON.parse(read('package.json')) as {
  readonly scripts: Readonly<Record<string, string>>;
  readonly engines: { readonly node: string };
};

const service = (name: string) => read(`signaling/deploy/${name}.service`);
const dockerfile = read('signaling/deploy/Dockerfile');

function optionsOf(args: string, environment: Record<string, string> = {}): NodeOptions {
  const command = parseOptions(
    args.split(/\s+/).filter(Boolean),
    { HOME: '/root', ...environment },
    '/app',
  );
  if (!command.ok) throw new Error(`${args}: ${command.error.join(' ')}`);
  if (command.value.kind !== 'run') throw new Error(`${args} runs nothing`);
  return command.value.options;
}

const environmentOf = (text: string): Record<string, string> =>
  Object.fromEntries(
    [...text.matchAll(/\b([A-Z_]+)=(\S+)/g)].map(([, key = '', value = '']) => [key, value]),
  );

const execStart = (name: string) =>
  optionsOf(/^ExecStart=.*main\.js(.*)$/m.exec(service(name))?.[1] ?? '--no-such');

describe('what people are told to run', () => {
  it.each(told)('N-29: %s names options, scripts and files that there are', (path) => {
    const text = read(path);
    for (const [, args = ''] of text.matchAll(
      /(?:dist\/node\/main\.js|npm start --)((?: +-[^\n`"]*)?)/g,
    )) {
      optionsOf(args.replace(/ +#.*/, ''));
    }
    for (const [, script = ''] of text.matchAll(/npm run ([a-z:-]+)/g)) {
      expect(Object.keys(scripts)).toContain(script);
    }
    for (const [named] of text.matchAll(/\b(?:signaling|docs|scripts)\/[\w./-]+\w/g)) {
      expect(existsSync(new URL(named, root)), `${path} names ${named}`).toBe(true);
    }
  });

  it('N-29: docs/SELF-HOSTING.md has every option with its variable and default, and no other', () => {
    const rows = [
      ...read('docs/SELF-HOSTING.md').matchAll(/^\| `(--[^`]+)` +\| `(\w+)` +\| (\S+)/gm),
    ];
    const help = [...helpText().matchAll(/^ {2}(--\S+(?: [A-Z]+)?) +([A-Z_]+) +(.*)$/gm)];
    expect(rows.map(([, flag, variable]) => [flag, variable])).toEqual(
      help.map(([, flag, variable]) => [flag, variable]),
    );
    for (const [at, row] of rows.entries()) {
      const number = /\((\d+)\)$/.exec(help[at]?.[3] ?? '')?.[1];
      if (number !== undefined) expect(row[3]).toBe(number);
    }
  });
});

describe('the container', () => {
  let running: RunningNode | null = null;
  afterEach(async () => {
    await running?.node.stop();
    running = null;
  });

  it('N-29: copies what there is, on a Node.js that is new enough, and starts the node as another than root', () => {
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(
      ([, names = '']) => names.split(' '),
    );
    expect(copied.length).toBeGreaterThan(2);
    for (const name of copied) expect(existsSync(new URL(name, root)), name).toBe(true);
    const least = Number(/>=(\d+)/.exec(engines.node)?.[1]);
    for (const [, version] of dockerfile.matchAll(/^FROM node:(\d+)/gm)) {
      expect(Number(version)).toBeGreaterThan(least);
    }
    expect(dockerfile).toMatch(/^USER node$/m);
    const entry = /^ENTRYPOINT (.+)$/m.exec(dockerfile)?.[1] ?? '[]';
    expect(JSON.parse(entry)).toEqual(['node', 'dist/node/main.js']);
    expect(read('scripts/build.mjs')).toContain("outDir: 'dist/node'");
    expect(read('scripts/build.mjs')).toContain("entryFileNames: 'main.js'");
  });

  it('N-29: asks the health of the node by a command that works', async () => {
    const command = /HEALTHCHECK[^[]*(\[.*\])$/ms.exec(dockerfile)?.[1] ?? '[]';
    const [, ...args] = JSON.parse(command.split('\n')[0] ?? '') as string[];
    const check = async (port: number) => {
      const child = spawn(process.execPath, args, { env: { PORT: String(port) } });
      return Number((await once(child, 'close'))[0]);
    };
    running = await startNode();
    const { port, node } = running;
    expect(await check(port)).toBe(0);
    await node.stop();
    running = null;
    expect(await check(port)).toBe(1);
  });
});

describe('ports and proxies', () => {
  it('N-29: container, service and Caddyfile agree on the port, and behind a proxy the node trusts it', () => {
    const inContainer = optionsOf('', environmentOf(/^ENV (.*)$/m.exec(dockerfile)?.[1] ?? ''));
    const compose = read('signaling/deploy/compose.yaml');
    const args = /command: \[(.*)\]/.exec(compose)?.[1]?.replaceAll(/[',]/g, ' ') ?? '';
    const behindProxy = [
      optionsOf(args, { PORT: String(inContainer.port) }),
      execStart('grapevine'),
    ];
    const caddy = /reverse_proxy \{\$GRAPEVINE_NODE:localhost:(\d+)\}/.exec(
      read('signaling/deploy/Caddyfile'),
    )?.[1];
    expect(inContainer.host).toBe('0.0.0.0');
    for (const { port, trustProxy } of behindProxy) {
      expect([String(port), trustProxy]).toEqual([caddy, true]);
    }
    expect(dockerfile).toContain(`EXPOSE ${caddy}`);
    expect(compose).toContain(`GRAPEVINE_NODE: node:${caddy}`);
    expect(compose).toMatch(/^ {2}node:$/m);
  });

  it('N-29: the service for a local network keeps its authority where systemd lets it write', () => {
    const folder = /^StateDirectory=(.*)$/m.exec(service('grapevine-lan'))?.[1];
    expect(execStart('grapevine-lan').lanAuthority).toBe(`/var/lib/${folder}/lan-authority`);
    expect(service('grapevine-lan')).toContain('AF_NETLINK');
  });

  it.each(['grapevine', 'grapevine-lan'])('N-29: %s.service may do little', (name) => {
    const lines = service(name).split('\n');
    for (const line of [
      'DynamicUser=yes',
      'NoNewPrivileges=yes',
      'ProtectSystem=strict',
      'ProtectHome=yes',
      'CapabilityBoundingSet=',
      'MemoryMax=256M',
    ])
      expect(lines).toContain(line);
  });
});
