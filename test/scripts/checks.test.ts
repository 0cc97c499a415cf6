import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findCycles, runtimeImports } from '../../scripts/check-cycles.mjs';
import { citationsOf, rulesOf } from '../../scripts/check-spec.mjs';
import { countSecondGo, countVitest, failedFiles, failures } from '../../scripts/report.mjs';
import { testTitles } from '../../scripts/test-titles.mjs';
import { pseudo } from '../../scripts/words.mjs';

describe('the checks of the house', () => {
  it('H-103: finds a cycle and the path that closes it', () => {
    const graph = new Map([
      ['a', ['b']],
      ['b', ['c']],
      ['c', ['b']],
      ['d', ['a', 'c']],
    ]);
    expect(findCycles(graph)).toEqual([['b', 'c', 'b']]);
  });

  it('H-103: follows what is imported at run time and no types', () => {
    const source = [
      `import { a } from './a.ts';`,
      `import type { B } from './b.ts';`,
      `import { type C, type D } from './c.ts';`,
      `import { type E, f } from './f.ts';`,
      `export { g } from './g.ts';`,
      `import './h.ts';`,
      `const i = await import('./i.ts');`,
      `// import { j } from './j.ts';`,
      `import { html } from 'lit';`,
      `import {`,
      `  k,`,
      `} from './k.ts';`,
    ].join('\n');
    expect(runtimeImports(source)).toEqual([
      './a.ts',
      './f.ts',
      './g.ts',
      './h.ts',
      './i.ts',
      './k.ts',
    ]);
  });

  it('H-104: reads rules and the titles that cite them', () => {
    expect(rulesOf('- **J-1** One.\n- **J-2** As J-1.\nSee J-3.')).toEqual(['J-1', 'J-2']);
    expect(citationsOf('J-1: x')).toEqual(['J-1']);
    expect(citationsOf('J-2, K-3: y')).toEqual(['J-2', 'K-3']);
    expect(citationsOf('says J-9: nothing')).toEqual([]);
  });

  it('H-104: finds the titles of tests wherever they stand', () => {
    const source = [
      "it('J-1: plain', () => { expect(it).toBe('not: a title'); });",
      "it.each([1, 2])('J-2: %d', check);",
      'it.skipIf(odd)(`J-3: ${name} and more`, check);',
      "it.only('without a rule', check);",
      'it(title, check);',
      "// it('J-4: nobody', check);",
    ].join('\n');
    const titles = ['J-1: plain', 'J-2: %d', 'J-3: ', 'without a rule', ''];
    expect(testTitles(source)).toEqual(titles);
  });

  it('H-105: counts a suite that broke down as a failure', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'grapevine-')), 'report.json');
    const empty = { numPassedTests: 2, numFailedTests: 0, numPendingTests: 0, numTodoTests: 1 };
    const write = (testResults: unknown) =>
      writeFileSync(file, JSON.stringify({ ...empty, testResults }));
    write([{ status: 'passed', assertionResults: [] }]);
    expect(countVitest(file, 0)).toEqual({ passed: 2, failed: 0, skipped: 1 });
    expect(countVitest(file, 1)).toEqual({ passed: 2, failed: 1, skipped: 1 });
    write([{ status: 'failed', assertionResults: [] }]);
    expect(countVitest(file, 1)).toEqual({ passed: 2, failed: 1, skipped: 1 });
    expect(countVitest(`${file}.missing`, 0)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  it('H-109: counts what passed at the second go, and names what failed at the first', () => {
    const folder = mkdtempSync(join(tmpdir(), 'grapevine-'));
    const outcome = (fullName: string, status: string) => ({
      fullName,
      status,
      failureMessages: status === 'failed' ? ['Error: why\n    at some line'] : [],
    });
    const write = (name: string, testResults: unknown, passed: number, failed: number): string => {
      const counts = { numPassedTests: passed, numFailedTests: failed };
      const rest = { numPendingTests: 0, numTodoTests: 0, testResults };
      writeFileSync(join(folder, name), JSON.stringify({ ...counts, ...rest }));
      return join(folder, name);
    };
    const good = { name: '/a', status: 'passed', assertionResults: [outcome('a', 'passed')] };
    const before = [outcome('b', 'failed'), outcome('c', 'passed'), outcome('d', 'failed')];
    const bad = { name: '/b', status: 'failed', assertionResults: before };
    const first = write('first.json', [good, bad], 2, 2);
    expect(failedFiles(first)).toEqual(['/b']);
    expect(failures(first)).toEqual(['b: Error: why', 'd: Error: why']);

    const mended = [outcome('b', 'passed'), outcome('c', 'passed'), outcome('d', 'passed')];
    const passing = write(
      'passing.json',
      [{ ...bad, status: 'passed', assertionResults: mended }],
      3,
      0,
    );
    expect(countSecondGo(first, passing, 0)).toEqual({
      counts: { passed: 4, failed: 0, skipped: 0 },
      shaky: ['b: Error: why', 'd: Error: why'],
    });
    const still = [outcome('b', 'passed'), outcome('c', 'failed'), outcome('d', 'failed')];
    const failing = write('failing.json', [{ ...bad, assertionResults: still }], 1, 2);
    expect(countSecondGo(first, failing, 1)).toEqual({
      counts: { passed: 2, failed: 2, skipped: 0 },
      shaky: ['b: Error: why'],
    });
    expect(countSecondGo(first, `${first}.missing`, 1).counts.failed).toBe(1);
  });

  it('U-101: the pseudo-locale accents words and leaves markup and entities alone', () => {
    expect(pseudo('Hi <x id="0" equiv-text="${name}"/> &amp; you')).toBe(
      '⟦Ĥí <x id="0" equiv-text="${name}"/> &amp; ýóú····⟧',
    );
  });
});
