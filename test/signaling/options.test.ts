import { describe, expect, it } from 'vitest';
import { defaultLimits, helpText, parseOptions } from '../../signaling/options.ts';

const parse = (args: readonly string[], environment: Record<string, string> = {}) =>
  parseOptions(args, environment, '/srv/app');

function options(args: readonly string[], environment: Record<string, string> = {}) {
  const command = parse(args, environment);
  if (!command.ok || command.value.kind !== 'run') throw new Error('expected options');
  return command.value.options;
}

function faults(args: readonly string[], environment: Record<string, string> = {}) {
  const command = parse(args, environment);
  return command.ok ? [] : command.error;
}

describe('the configuration', () => {
  it('N-17: without a word the node serves the app on localhost:8080 with the limits of the rules', () => {
    expect(options([], { PORT: '', HOME: '/root' })).toEqual({
      port: 8080,
      host: 'localhost',
      appDir: '/srv/app',
      trustProxy: false,
      lanAuthority: null,
      limits: defaultLimits,
    });
    expect(defaultLimits.rate).toEqual({ perSecond: 50, burst: 200 });
    const { topicsPerSocket, socketsPerAddress, sockets } = defaultLimits;
    expect([topicsPerSocket, socketsPerAddress, sockets]).toEqual([512, 256, 4096]);
  });

  it('N-22, N-23: --lan listens on every address, and keeps its authority where data of programs lies', () => {
    const HOME = '/home/alice';
    const home = '/home/alice/.local/share/grapevine/lan-authority';
    expect(options(['--lan'], { HOME })).toMatchObject({
      host: '0.0.0.0',
      port: 8080,
      lanAuthority: home,
    });
    expect(options([], { LAN: '1', XDG_DATA_HOME: '/data' }).lanAuthority).toBe(
      '/data/grapevine/lan-authority',
    );
    expect(options(['--lan'], { HOME, XDG_DATA_HOME: 'relative' }).lanAuthority).toBe(home);
    expect(
      options(['--lan', '--lan-authority', '/a', '--host', '10.0.0.2'], { LAN_AUTHORITY: '/b' }),
    ).toMatchObject({ host: '10.0.0.2', lanAuthority: '/a' });
  });

  it('N-17: flags win over the environment', () => {
    expect(options(['--port', '0'], { PORT: '9000', HOST: '0.0.0.0' })).toMatchObject({
      port: 0,
      host: '0.0.0.0',
    });
    expect(options(['--no-app', '--trust-proxy'])).toMatchObject({
      appDir: null,
      trustProxy: true,
    });
    expect(options([], { NO_APP: '1', TRUST_PROXY: 'yes' })).toMatchObject({
      appDir: null,
      trustProxy: true,
    });
    expect(options([], { NO_APP: '0', TRUST_PROXY: 'false' })).toMatchObject({
      appDir: '/srv/app',
      trustProxy: false,
    });
    expect(
      options(['--frames-per-second=5'], { SOCKETS_PER_ADDRESS: '9', APP_DIR: '/x' }),
    ).toMatchObject({
      appDir: '/x',
      limits: { rate: { perSecond: 5, burst: 200 }, socketsPerAddress: 9 },
    });
  });

  it.each([
    [['--port', 'http'], {}, '--port (or PORT) must be a whole number from 0 to 65535, not "http"'],
    [['--port', '65536'], {}, '--port (or PORT)'],
    [['--port='], {}, '--port needs a value'],
    [[], { PORT: '80.5' }, '--port (or PORT)'],
    [[], { PORT: '-1' }, '--port (or PORT)'],
    [[], { TRUST_PROXY: 'maybe' }, '--trust-proxy (or TRUST_PROXY) must be 1 or 0, not "maybe"'],
    [['--sockets-per-address', '0'], {}, '--sockets-per-address (or SOCKETS_PER_ADDRESS)'],
    [['--sockets', '0'], {}, '--sockets (or SOCKETS)'],
    [
      ['--lan', '--port', '65535'],
      { HOME: '/home/alice' },
      '--lan needs the port after its own too',
    ],
    [['--lan'], {}, '--lan-authority (or LAN_AUTHORITY) must be set, because this account has no'],
    [['--lan-authority='], {}, '--lan-authority needs a value'],
    [['--prot', '1'], {}, '--prot'],
    [['8080'], {}, '8080'],
    [['--port'], {}, '--port'],
  ])('N-17: %j %j is a fault, named in words', (args, environment, words) => {
    const found = faults(args, environment);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(words);
  });

  it('N-17: all faults are told at once, and help tells every flag and variable', () => {
    expect(faults(['--port', 'x'], { TOPICS_PER_SOCKET: 'many' })).toHaveLength(2);
    expect(parse(['--help'])).toEqual({ ok: true, value: { kind: 'help' } });
    for (const word of [
      '--port',
      'PORT',
      '--host',
      '--no-app',
      '--trust-proxy',
      'APP_DIR',
      '--help',
    ])
      expect(helpText()).toContain(word);
  });
});
