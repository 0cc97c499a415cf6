/**
 * The node's configuration: flags first, then the environment, then what is set here.
 *
 * One table says everything about an option; parsing and `--help` both read it. Faults come back as
 * sentences, all of them at once.
 */
import { isAbsolute, join } from 'node:path';
import { parseArgs } from 'node:util';
import { err, ok } from '../src/core/bytes/result.ts';
import type { Result } from '../src/core/bytes/result.ts';
import type { SwitchboardLimits } from './switchboard.ts';

export type NodeOptions = {
  /** 0 takes any free port. */
  readonly port: number;
  readonly host: string;
  /** The folder of the built app; null for a node alone. */
  readonly appDir: string | null;
  readonly trustProxy: boolean;
  /** The folder of the local certificate authority; null for plain HTTP. */
  readonly lanAuthority: string | null;
  readonly limits: SwitchboardLimits;
};

export type Command =
  { readonly kind: 'help' } | { readonly kind: 'run'; readonly options: NodeOptions };

export type Environment = Readonly<Record<string, string | undefined>>;

/** The limits no flag changes, and the defaults of those that one does. */
export const defaultLimits: SwitchboardLimits = {
  rate: { perSecond: 50, burst: 200 },
  strikes: 16,
  topicsPerSocket: 512,
  sockets: 4096,
  socketsPerAddress: 256,
  pressure: { soft: 256 * 1024, hard: 1024 * 1024 },
  heartbeat: 30_000,
  farewell: 2_000,
};

/**
 * Reads the configuration.
 *
 * @param args the command line after the program's name
 * @param environment the process environment; an empty value counts as unset
 * @param appDir where the app lies unless somebody says otherwise
 * @returns what to do, or one sentence for each fault
 */
export function parseOptions(
  args: readonly string[],
  environment: Environment,
  appDir: string,
): Result<Command, readonly string[]> {
  const flags = parseFlags(args);
  if (!flags.ok) return err([flags.error]);
  if (flags.value['help'] === true) return ok({ kind: 'help' });
  const faults: string[] = [];
  const read = (name: OptionName) => readOption(name, flags.value, environment, faults);
  const number = (name: OptionName, fallback: number) =>
    readNumber(name, read(name), faults, fallback);
  const lan = isOn('lan', read('lan'), faults);
  const authority = read('lan-authority') ?? defaultAuthority(environment);
  const options: NodeOptions = {
    port: number('port', 8080),
    host: read('host') ?? (lan ? '0.0.0.0' : 'localhost'),
    appDir: isOn('no-app', read('no-app'), faults) ? null : (read('app-dir') ?? appDir),
    trustProxy: isOn('trust-proxy', read('trust-proxy'), faults),
    lanAuthority: lan ? authority : null,
    limits: {
      ...defaultLimits,
      rate: {
        perSecond: number('frames-per-second', defaultLimits.rate.perSecond),
        burst: number('frames-burst', defaultLimits.rate.burst),
      },
      topicsPerSocket: number('topics-per-socket', defaultLimits.topicsPerSocket),
      socketsPerAddress: number('sockets-per-address', defaultLimits.socketsPerAddress),
      sockets: number('sockets', defaultLimits.sockets),
    },
  };
  if (lan && options.port === 65_535) faults.push(NO_PORT_FOR_PAGE);
  if (lan && authority === null) faults.push(NO_HOME);
  return faults.length > 0 ? err(faults) : ok({ kind: 'run', options });
}

const NO_PORT_FOR_PAGE =
  '--lan needs the port after its own too, so --port (or PORT) must be at most 65534.';

const NO_HOME =
  '--lan-authority (or LAN_AUTHORITY) must be set, because this account has no home folder.';

/**
 * Where data of programs lies (XDG Base Directory Specification), never in the program's folder;
 * null for an account without a home.
 */
function defaultAuthority(environment: Environment): string | null {
  const home = environment['HOME'] || environment['USERPROFILE'];
  const data = environment['XDG_DATA_HOME']?.trim() ?? '';
  const base = isAbsolute(data) ? data : home && join(home, '.local', 'share');
  return base ? join(base, 'grapevine', 'lan-authority') : null;
}

/** The text of `--help`. */
export function helpText(): string {
  const rows = Object.entries(TABLE).map(([name, { value, variable, help }]) => {
    const flag = value === null ? `--${name}` : `--${name} ${value}`;
    return `  ${flag.padEnd(26)} ${variable.padEnd(20)} ${help}`;
  });
  return [
    'Usage: node dist/node/main.js [options]',
    '',
    'Serves the Grapevine app and introduces devices to each other, on one port.',
    '',
    `  ${'flag'.padEnd(26)} ${'or environment'.padEnd(20)}`,
    ...rows,
    `  ${'--help'.padEnd(47)} this text`,
    '',
  ].join('\n');
}

type Option = {
  /** The word for the value in `--help`; null for a switch. */
  readonly value: string | null;
  readonly variable: string;
  readonly help: string;
  readonly least?: number;
  readonly most?: number;
};

const TABLE = {
  port: {
    value: 'NUMBER',
    variable: 'PORT',
    help: 'port to listen on, 0 for any free one (8080)',
    least: 0,
    most: 65_535,
  },
  host: {
    value: 'NAME',
    variable: 'HOST',
    help: 'address to listen on, 0.0.0.0 for all (localhost)',
  },
  lan: {
    value: null,
    variable: 'LAN',
    help: 'HTTPS for the local network, and a page on the next port that tells how to trust it',
  },
  'lan-authority': {
    value: 'FOLDER',
    variable: 'LAN_AUTHORITY',
    help: 'where the authority of --lan is kept',
  },
  'no-app': { value: null, variable: 'NO_APP', help: 'run the node alone, without the app' },
  'app-dir': { value: 'FOLDER', variable: 'APP_DIR', help: 'where the built app lies' },
  'trust-proxy': {
    value: null,
    variable: 'TRUST_PROXY',
    help: 'count sockets by the last X-Forwarded-For entry',
  },
  'frames-per-second': {
    value: 'NUMBER',
    variable: 'FRAMES_PER_SECOND',
    help: 'frames a socket may send for long (50)',
    least: 1,
    most: 100_000,
  },
  'frames-burst': {
    value: 'NUMBER',
    variable: 'FRAMES_BURST',
    help: 'frames a socket may send at once (200)',
    least: 1,
    most: 100_000,
  },
  'topics-per-socket': {
    value: 'NUMBER',
    variable: 'TOPICS_PER_SOCKET',
    help: 'topics a socket may listen to (512)',
    least: 1,
    most: 100_000,
  },
  'sockets-per-address': {
    value: 'NUMBER',
    variable: 'SOCKETS_PER_ADDRESS',
    help: 'sockets one address may open (256)',
    least: 1,
    most: 100_000,
  },
  sockets: {
    value: 'NUMBER',
    variable: 'SOCKETS',
    help: 'sockets all together may open (4096)',
    least: 1,
    most: 1_000_000,
  },
} as const satisfies Readonly<Record<string, Option>>;

type OptionName = keyof typeof TABLE;
type Flags = Readonly<Record<string, string | boolean | undefined>>;

function parseFlags(args: readonly string[]): Result<Flags, string> {
  const known = Object.entries(TABLE).map(
    ([name, { value }]) => [name, { type: value === null ? 'boolean' : 'string' }] as const,
  );
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { ...Object.fromEntries(known), help: { type: 'boolean', short: 'h' } },
      strict: true,
      allowPositionals: false,
    });
    return ok(values as Flags);
  } catch (error) {
    // parseArgs throws only for what stands on the command line, and names it.
    return err(error instanceof Error ? error.message : String(error));
  }
}

function readOption(
  name: OptionName,
  flags: Flags,
  environment: Environment,
  faults: string[],
): string | undefined {
  const flag = flags[name];
  if (flag === '') faults.push(`--${name} needs a value.`);
  else if (flag !== undefined) return String(flag);
  const value = environment[TABLE[name].variable]?.trim();
  return value === '' ? undefined : value;
}

function readNumber(
  name: OptionName,
  text: string | undefined,
  faults: string[],
  fallback: number,
): number {
  if (text === undefined) return fallback;
  const { least = 0, most = Number.MAX_SAFE_INTEGER }: Option = TABLE[name];
  const value = /^\d{1,15}$/.test(text) ? Number(text) : NaN;
  if (value >= least && value <= most) return value;
  faults.push(`${both(name)} must be a whole number from ${least} to ${most}, not "${text}".`);
  return fallback;
}

function isOn(name: OptionName, text: string | undefined, faults: string[]): boolean {
  if (text === undefined || /^(0|false|no|off)$/i.test(text)) return false;
  if (/^(1|true|yes|on)$/i.test(text)) return true;
  faults.push(`${both(name)} must be 1 or 0, not "${text}".`);
  return false;
}

function both(name: OptionName): string {
  return `--${name} (or ${TABLE[name].variable})`;
}
