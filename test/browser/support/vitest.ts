/**
 * Stands in for `vitest` inside a browser, where web-test-runner's mocha runs the tests: the same
 * words and vitest's own assertions (https://vitest.dev/api/expect). So one contract suite, written
 * once, runs against the fake in Node and against the real thing in Chromium and Firefox.
 */
import {
  GLOBAL_EXPECT,
  JestAsymmetricMatchers,
  JestChaiExpect,
  JestExtend,
  addCustomEqualityTesters,
  chai,
  setState,
} from '@vitest/expect';

type Body = () => unknown;

/** What mocha puts on the global object (https://mochajs.org/#bdd). */
type Mocha = {
  readonly describe: (name: string, body: Body) => void;
  readonly it: ((name: string, body: (this: Context) => unknown) => void) & {
    skip(name: string): void;
  };
  readonly before: (body: Body) => void;
  readonly after: (body: Body) => void;
  readonly beforeEach: (body: Body) => void;
  readonly afterEach: (body: Body) => void;
};

type Context = { timeout(milliseconds: number): void };

const mocha = globalThis as unknown as Mocha;

export const describe = Object.assign(
  (name: string, body: Body) => mocha.describe(name, () => void body()),
  { each: eachOf((name, body) => mocha.describe(name, () => void body())) },
);

export const it = Object.assign(test, {
  each: eachOf(test),
  skip: (name: string) => mocha.it.skip(name),
});

export { it as test };

// A hook's result may be a promise, and nothing else: mocha refuses other values.
export const beforeAll = (body: Body): void => mocha.before(awaited(body));
export const afterAll = (body: Body): void => mocha.after(awaited(body));
export const beforeEach = (body: Body): void => mocha.beforeEach(awaited(body));
export const afterEach = (body: Body): void => mocha.afterEach(awaited(body));

export const expect = createExpect();

function test(name: string, body: Body, timeout?: number): void {
  mocha.it(name, function () {
    if (timeout !== undefined) this.timeout(timeout);
    return awaited(body)();
  });
}

function awaited(body: Body): () => Promise<void> {
  return async () => {
    await body();
  };
}

/** `each(rows)(name, body)`: a row that is an array is spread, and `%s` in the name is its first. */
function eachOf(register: (name: string, body: Body, timeout?: number) => void) {
  return (rows: readonly unknown[]) =>
    (name: string, body: (...row: unknown[]) => unknown, timeout?: number): void => {
      for (const row of rows) {
        const values = Array.isArray(row) ? row : [row];
        register(name.replace(/%\w/, String(values[0])), () => body(...values), timeout);
      }
    };
}

function createExpect() {
  chai.use(JestExtend);
  chai.use(JestChaiExpect);
  chai.use(JestAsymmetricMatchers);
  const own = Object.assign(
    (value: unknown, message?: string) => chai.expect(value, message),
    chai.expect,
    { addEqualityTesters: addCustomEqualityTesters },
  );
  const state = {
    assertionCalls: 0,
    isExpectingAssertions: false,
    isExpectingAssertionsError: null,
  };
  setState(
    { ...state, expectedAssertionsNumber: null, expectedAssertionsNumberErrorGen: null },
    own as never,
  );
  Object.defineProperty(globalThis, GLOBAL_EXPECT, { value: own, configurable: true });
  return own;
}
