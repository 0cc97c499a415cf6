/** The authority and the certificates on disk, and what OpenSSL (in Node) believes of them. */
import { X509Certificate } from 'node:crypto';
import { chmod, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connect, createServer } from 'node:tls';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeMachine } from '../../../signaling/lan/certificates.ts';
import { permittedNetworks } from '../../../signaling/lan/name-constraints.ts';
import { faultWords } from '../../../signaling/lan/words.ts';
import { DAY, createMachine } from './lan-fixture.ts';
import type { TestMachine } from './lan-fixture.ts';

let machine: TestMachine;
beforeEach(async () => void (machine = await createMachine()));
afterEach(() => machine.dispose());

const read = (name: string) => readFile(join(machine.folder, name), 'utf8');
const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);

/** Starts, ends, and gives the words of the fault, or `started`. */
async function outcome(): Promise<string> {
  const lan = machine.lan();
  const result = await lan.start();
  await lan.stop();
  if (result.ok) return 'started';
  return typeof result.error === 'string' ? result.error : faultWords(result.error);
}

describe('the authority', () => {
  it('N-23: is made once, for this account alone, and used again', async () => {
    expect(await outcome()).toBe('started');
    const first = [await read('authority.key'), await read('authority.crt')];
    expect(await modeOf(machine.folder)).toBe('700');
    expect(await modeOf(join(machine.folder, 'authority.key'))).toBe('600');
    expect(await modeOf(join(machine.folder, 'machine.key'))).toBe('600');
    machine.now += 9 * 365 * DAY;
    expect(await outcome()).toBe('started');
    expect([await read('authority.key'), await read('authority.crt')]).toEqual(first);
  });

  it.each(['authority.key', 'machine.key', '.'])(
    'N-23: %s that others may read is refused in words',
    async (name) => {
      await machine.startedBefore();
      await chmod(join(machine.folder, name), name === '.' ? 0o755 : 0o640);
      const words = await outcome();
      expect(words).toContain(
        `can be read by other accounts (mode ${name === '.' ? '755' : '640'})`,
      );
      expect(words).toContain('remove the authority from every device');
    },
  );

  it('N-23: a certificate that others may read is nothing to refuse', async () => {
    await machine.startedBefore();
    await chmod(join(machine.folder, 'authority.crt'), 0o644);
    expect(await outcome()).toBe('started');
  });

  it.each([
    ['authority.crt', 'not a certificate'],
    ['authority.key', 'not a key'],
    ['authority.key', null],
  ])('N-23: a damaged %s (%j) is told and never replaced', async (name, text) => {
    await machine.startedBefore();
    const certificate = await read('authority.crt');
    const path = join(machine.folder, name);
    if (text === null) await rm(path);
    else await writeFile(path, text);
    expect(await outcome()).toContain('is missing, damaged or does not fit');
    if (name === 'authority.key') expect(await read('authority.crt')).toBe(certificate);
  });

  it('N-23: a certificate of another key is told', async () => {
    await machine.startedBefore();
    await writeFile(join(machine.folder, 'authority.crt'), await read('machine.crt'));
    expect(await outcome()).toContain('does not fit');
  });

  it('N-23: an expired authority is told, and what an interrupted start left is made anew', async () => {
    await machine.startedBefore();
    machine.now += 11 * 365 * DAY;
    expect(await outcome()).toContain('has expired');
    await rm(join(machine.folder, 'authority.crt'));
    expect(await outcome()).toBe('started');
  });

  it('N-27: a folder that cannot be made is told in words', async () => {
    await writeFile(join(machine.home, 'data'), 'a file where the folder should be');
    expect(await outcome()).toMatch(/cannot be used \((EEXIST|ENOTDIR)\)/);
  });
});

describe('the certificate', () => {
  it('N-22: names the machine, is short-lived, and its authority signed it', async () => {
    await machine.startedBefore();
    const certificate = new X509Certificate(await read('machine.crt'));
    const authority = new X509Certificate(await read('authority.crt'));
    expect(certificate.subjectAltName?.split(', ')).toEqual([
      'DNS:localhost',
      'DNS:kitchen.local',
      'IP Address:192.168.7.20',
      'IP Address:127.0.0.1',
    ]);
    const lasts = Date.parse(certificate.validTo) - Date.parse(certificate.validFrom);
    expect(lasts).toBeLessThanOrEqual(397 * DAY);
    expect([certificate.ca, authority.ca]).toEqual([false, true]);
    expect(certificate.checkIssued(authority) && certificate.verify(authority.publicKey)).toBe(
      true,
    );
    expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
  });

  it('N-25: is used again while it fits', async () => {
    await machine.startedBefore();
    const first = await read('machine.crt');
    machine.now += 300 * DAY;
    await outcome();
    expect(await read('machine.crt')).toBe(first);
  });

  it.each<[string, () => Promise<void> | void]>([
    ['an address came', () => void (machine.cidrs = [...machine.cidrs, '10.4.4.4/8'])],
    ['the address changed', () => void (machine.cidrs = ['192.168.7.21/24'])],
    ['it is soon over', () => void (machine.now += 340 * DAY)],
    ['it begins in the future', () => void (machine.now -= 5 * DAY)],
    ['it is damaged', () => writeFile(join(machine.folder, 'machine.crt'), 'nothing')],
    [
      'it has another key',
      async () => writeFile(join(machine.folder, 'machine.key'), await read('authority.key')),
    ],
    ['its key is gone', () => rm(join(machine.folder, 'machine.key'))],
  ])('N-25: is renewed when %s', async (_, change) => {
    await machine.startedBefore();
    const first = await read('machine.crt');
    await change();
    expect(await outcome()).toBe('started');
    const second = new X509Certificate(await read('machine.crt'));
    expect(second.serialNumber).not.toBe(new X509Certificate(first).serialNumber);
    expect(second.verify(new X509Certificate(await read('authority.crt')).publicKey)).toBe(true);
  });
});

describe('what the authority may speak for', () => {
  it('N-24: private networks, and the network it was made on', async () => {
    machine.cidrs = ['192.168.7.20/24', '203.0.113.9/26'];
    await outcome();
    expect(permittedNetworks(await read('authority.crt'))).toEqual([
      '10.0.0.0/8',
      '172.16.0.0/12',
      '192.168.0.0/16',
      '100.64.0.0/10',
      '169.254.0.0/16',
      '127.0.0.0/8',
      '203.0.113.0/26',
    ]);
  });

  it.each<[readonly string[], readonly string[], string, string]>([
    [['localhost'], [], 'localhost', 'believed'],
    [['kitchen.local'], ['10.1.2.3'], '10.1.2.3', 'believed'],
    [['example.org'], [], 'example.org', 'permitted subtree violation'],
    [['localhost'], ['198.51.100.1'], '198.51.100.1', 'permitted subtree violation'],
    [['localhost', 'bank.example'], [], 'localhost', 'permitted subtree violation'],
  ])(
    'N-24: a certificate for %j %j, asked as %s, is %s',
    async (names, addresses, host, verdict) => {
      await machine.startedBefore();
      const authority = {
        key: await read('authority.key'),
        certificate: await read('authority.crt'),
      };
      const { key, certificate } = await makeMachine(authority, { names, addresses }, machine.now);
      const server = createServer({ key, cert: certificate + authority.certificate });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const { port } = server.address() as AddressInfo;
      const heard = await new Promise<string>((resolve) => {
        const target = { port, host: '127.0.0.1', ca: authority.certificate };
        const name = /^[\d.]+$/.test(host) ? {} : { servername: host };
        const socket = connect({ ...target, ...name }, () => resolve('believed'));
        socket.on('error', (error) =>
          resolve(`${String(Reflect.get(error, 'code'))} ${error.message}`),
        );
      });
      server.close();
      expect(heard).toContain(verdict);
    },
  );

  it('N-24: an address outside is left out and told, and alone it is a fault', async () => {
    await machine.startedBefore();
    machine.cidrs = ['192.168.7.20/24', '203.0.113.9/24'];
    const { started, lan } = await machine.start();
    expect([started.places.addresses, started.leftOut]).toEqual([
      ['192.168.7.20'],
      ['203.0.113.9'],
    ]);
    await lan.stop();
    machine.cidrs = ['203.0.113.9/24'];
    expect(await outcome()).toContain('outside the networks for which the authority');
  });

  it('N-27: without a local network there is nothing to serve, and words say so', async () => {
    machine.cidrs = [];
    expect(await outcome()).toContain('no address on a local network');
  });
});
