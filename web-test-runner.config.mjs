/**
 * Runs test/browser/** inside real Chromium and Firefox: what only a browser has, such as storage,
 * WebRTC and locks. The report that `npm test` counts goes to test-results/browser.json.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { defaultReporter } from '@web/test-runner';
import { chromeLauncher } from '@web/test-runner-chrome';
import puppeteer from 'puppeteer-core';
import { launchOptions } from './scripts/browsers.mjs';

export default {
  files: 'test/browser/**/*.test.ts',
  nodeResolve: true,
  concurrentBrowsers: 1,
  concurrency: 1,
  browserStartTimeout: 60_000,
  testsStartTimeout: 60_000,
  testsFinishTimeout: 600_000,
  testFramework: { config: { timeout: 30_000 } },
  plugins: [vitestInBrowser(), esbuildPlugin({ ts: true, target: 'es2022' })],
  browsers: [
    chromeLauncher({ puppeteer, launchOptions: launchOptions('chromium') }),
    chromeLauncher({ puppeteer, launchOptions: launchOptions('firefox') }),
  ],
  reporters: [defaultReporter({ reportTestProgress: false }), countingReporter()],
};

/** Tests import their words from `vitest`; here those are mocha's, with vitest's assertions. */
function vitestInBrowser() {
  return {
    name: 'vitest-in-browser',
    resolveImport: ({ source }) =>
      source === 'vitest' ? '/test/browser/support/vitest.ts' : undefined,
  };
}

function countingReporter() {
  return {
    onTestRunFinished({ sessions }) {
      const rows = {};
      for (const session of sessions) {
        const counts = (rows[`browser ${session.browser.name.toLowerCase()}`] ??= {
          passed: 0,
          failed: 0,
          skipped: 0,
          named: [],
        });
        countSession(session, counts);
      }
      mkdirSync('test-results', { recursive: true });
      writeFileSync('test-results/browser.json', JSON.stringify(rows, null, 2));
    },
  };
}

/** A file that could not be loaded or timed out has errors but no failed test: count it as one. */
function countSession(session, counts) {
  const tests = session.testResults ? testsOf(session.testResults) : [];
  const failed = tests.filter((test) => !test.passed && !test.skipped);
  counts.passed += tests.filter((test) => test.passed && !test.skipped).length;
  counts.skipped += tests.filter((test) => test.skipped).length;
  counts.failed += failed.length === 0 && !session.passed ? 1 : failed.length;
  counts.named.push(...failed.map(({ name, error }) => `${name}: ${error?.message ?? 'no words'}`));
  if (failed.length === 0 && !session.passed) counts.named.push(session.testFile);
}

function testsOf(suite) {
  return [...suite.tests, ...suite.suites.flatMap(testsOf)];
}
