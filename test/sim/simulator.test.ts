/** That the simulator can be trusted: it repeats, it sees what is wrong, and it shrinks. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createNobleSuite } from '../../src/core/crypto/noble-suite.ts';
import type { Suite } from '../../src/core/crypto/suite.ts';
import { createCheapSuite } from './cheap-suite.ts';
import { createDice } from './dice.ts';
import { generatePlan } from './generate.ts';
import { createLedger } from './ledger.ts';
import { screenFindings } from './oracle.ts';
import type { Plan } from './plan.ts';
import { runPlan } from './run.ts';
import type { Line } from './screens.ts';
import { shrink } from './shrink.ts';

const cases = new URL('./cases/', import.meta.url);

describe('the simulator', () => {
  it('H-121: the same seed gives the same plan and the same run', async () => {
    for (const seed of [3, 13, 26]) {
      expect(generatePlan(seed)).toEqual(generatePlan(seed));
      const plan = generatePlan(seed, { suite: 'cheap' });
      expect(await runPlan(plan)).toEqual(await runPlan(plan));
    }
    const traces = await Promise.all([3, 13].map((seed) => runPlan(generatePlan(seed))));
    expect(traces[0]?.trace).not.toBe(traces[1]?.trace);
  });

  it('H-121: a plan survives being kept as JSON', () => {
    const plan = generatePlan(7);
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
  });

  it('H-122: a failing plan is shrunk to the steps it fails by', async () => {
    const plan = generatePlan(5);
    const culprits = new Set([plan.steps[3], plan.steps[11]]);
    const run = (tried: Plan) => {
      const isBad = [...culprits].every((step) => step && tried.steps.includes(step));
      return Promise.resolve({ findings: isBad ? ['bug: 1'] : ['lost: 2'], trace: '' });
    };
    const { plan: small, findings } = await shrink(plan, 1_000, run);
    expect(new Set(small.steps)).toEqual(culprits);
    expect(findings).toEqual(['bug: 1']);
  });

  it('H-123: the oracle sees what is lost, forged, doubled, unreadable or brought back', () => {
    const check = (lines: readonly Partial<Line>[]): readonly string[] =>
      screenFindings(spoken().world, 'chat', lines.map(lineWith)).map(
        (finding) => finding.split(/[: ]/)[0] ?? '',
      );
    const { first, second } = spoken();
    const both = [text(first), text(second)];
    expect(check(both)).toEqual([]);
    expect(check([text(first)])).toEqual(['lost']);
    expect(check([...both, text(second)])).toEqual(['doubled']);
    expect(check([...both, text('of nobody')])).toEqual(['forged']);
    expect(check([{ ...text(first), by: 1 }, text(second)])).toContain('forged');
    expect(check([...both, { body: { kind: 'sealed' } }])).toEqual(['m']);
    expect(check([...both, { body: { kind: 'deleted' } }])).toEqual(['1']);
    expect(check([{ ...text(first), reactions: ['👍 0'] }, text(second)])).toEqual(['reaction']);
  });
});

describe('the cheap suite', () => {
  it('H-124: opens, verifies and agrees like the real one, and refuses what that refuses', () => {
    for (const suite of [createCheapSuite(), createNobleSuite()]) trySuite(suite);
  });
});

describe('runs that once failed', () => {
  for (const file of readdirSync(cases)
    .filter((name) => name.endsWith('.json'))
    .filter((name) => name.endsWith('.json'))) {
    it(`O-20: ${file.replace('.json', '').replaceAll('-', ' ')}`, async () => {
      const plan = JSON.parse(readFileSync(new URL(file, cases), 'utf8')) as Plan;
      expect((await runPlan(plan)).findings).toEqual([]);
    });
  }

  it('O-20: whatever went wrong before, with the real ciphers', async () => {
    for (const seed of [10_001, 10_002, 10_003]) {
      expect((await runPlan(generatePlan(seed, { suite: 'noble' }))).findings).toEqual([]);
    }
  });
});

const spoken = () => {
  const ledger = createLedger();
  const [first, second] = ['0:1 hello', '1:2 hello'];
  ledger.say('chat', 0, first, undefined).outcome = 'kept';
  ledger.say('chat', 1, second, undefined).outcome = 'kept';
  return { first, second, world: { ledger, people: [{ name: 'A' }, { name: 'B' }] } };
};

const text = (said: string): Partial<Line> => ({
  by: said.startsWith('1') ? 1 : 0,
  body: { kind: 'text', text: said, edited: false },
});

const lineWith = (given: Partial<Line>): Line => ({
  id: 'm',
  by: 0,
  author: given.by === 1 ? 'B' : 'A',
  body: { kind: 'deleted' },
  quote: undefined,
  reactions: [],
  state: undefined,
  ...given,
});

const trySuite = (suite: Suite): void => {
  const dice = createDice(1);
  const random = (length: number) => Uint8Array.from({ length }, () => dice.whole(0, 255));
  const [seed, other, key, nonce, message] = [32, 32, 32, 24, 50].map(random) as [
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
  ];
  const flip = (bytes: Uint8Array, at: number) => bytes.map((b, i) => (i === at ? b ^ 1 : b));

  const sealed = suite.seal(key, nonce, message, seed);
  expect(sealed.length).toBe(66);
  expect(suite.open(key, nonce, sealed, seed)).toEqual(message);
  for (const at of [0, 49, 65]) expect(suite.open(key, nonce, flip(sealed, at), seed)).toBeNull();
  expect(suite.open(other, nonce, sealed, seed)).toBeNull();
  expect(suite.open(key, nonce, sealed, other)).toBeNull();

  const [pub, signature] = [suite.signingPublicKey(seed), suite.sign(seed, message)];
  expect(suite.verify(signature, message, pub)).toBe(true);
  for (const at of [0, 40, 63]) expect(suite.verify(flip(signature, at), message, pub)).toBe(false);
  expect(suite.verify(signature, flip(message, 3), pub)).toBe(false);
  expect(suite.verify(signature, message, suite.signingPublicKey(other))).toBe(false);

  const [a, b] = [suite.agreementPublicKey(seed), suite.agreementPublicKey(other)];
  expect(suite.agree(seed, b)).toEqual(suite.agree(other, a));
  expect(suite.agree(seed, new Uint8Array(32))).toBeNull();

  const boxed = suite.encapsulate(suite.kemPublicKey(seed), random(64));
  expect(boxed?.ciphertext.length).toBe(1120);
  expect(suite.decapsulate(seed, boxed?.ciphertext ?? key)).toEqual(boxed?.secret);
  expect(suite.decapsulate(other, boxed?.ciphertext ?? key)).not.toEqual(boxed?.secret);
  expect(suite.decapsulate(seed, key)).toBeNull();
  expect(suite.encapsulate(key, random(64))).toBeNull();
  expect(suite.hkdf(key, seed, message, 100).length).toBe(100);
  expect(suite.mac(key, message)).not.toEqual(suite.mac(seed, message));
};
