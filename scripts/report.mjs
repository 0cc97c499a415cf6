/** Counts of suites from their JSON reports, and the table at the end. */
import { readFileSync } from 'node:fs';

/** A suite that ends badly without naming a failed test still counts as one failure. */
const oneFailure = { passed: 0, failed: 1, skipped: 0 };

/** @param {string} file a report of vitest's `json` reporter @param {number} code its exit code */
export function countVitest(file, code) {
  const report = readJson(file);
  if (report === null) return oneFailure;
  const failedFiles = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  ).length;
  const failed = report.numFailedTests + failedFiles;
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/**
 * The test files of a report in which something failed, by their full paths; all that the report
 * says of them is to be replaced by a second go.
 * @param {string} file a report of vitest's `json` reporter
 * @returns {string[]}
 */
export function failedFiles(file) {
  const results = readJson(file)?.testResults ?? [];
  return results.filter(({ status }) => status === 'failed').map(({ name }) => name);
}

/**
 * Which tests failed and why, a line each, by a report of vitest's `json` reporter.
 * @param {string} file
 * @returns {string[]}
 */
export function failures(file) {
  return failedTests(readJson(file)).map(({ title, why }) => `${title}: ${why}`);
}

/**
 * What a suite comes to once its failed files had a second go, and which of their tests failed
 * the first time and passed the second.
 * @param {string} file the first report @param {string} again that of the second go
 * @param {number} code the exit code of the second go
 * @returns {{ counts: { passed: number, failed: number, skipped: number }, shaky: string[] }}
 */
export function countSecondGo(file, again, code) {
  const first = readJson(file);
  const repeated = new Set(failedFiles(file));
  const kept = first.testResults
    .filter(({ name }) => !repeated.has(name))
    .flatMap(({ assertionResults }) => assertionResults);
  const second = countVitest(again, code);
  const passedNow = titlesOfPassed(readJson(again) ?? { testResults: [] });
  return {
    counts: {
      passed: kept.filter(({ status }) => status === 'passed').length + second.passed,
      failed: second.failed,
      skipped: kept.filter(({ status }) => status !== 'passed').length + second.skipped,
    },
    shaky: failedTests(first)
      .filter(({ title }) => passedNow.includes(title))
      .map(({ title, why }) => `${title}: ${why}`),
  };
}

/**
 * @param {string} file a report of web-test-runner.config.mjs @param {number} code its exit code
 * @returns {[string, { passed: number, failed: number, skipped: number }, string[]?][]} a row per browser
 */
export function countBrowserTests(file, code) {
  const report = readJson(file);
  if (report === null) return [['browser', oneFailure]];
  const rows = Object.entries(report).map(([name, { named, ...counts }]) => [name, counts, named]);
  const isSilent = code !== 0 && rows.every(([, counts]) => counts.failed === 0);
  return isSilent ? [...rows, ['browser', oneFailure]] : rows;
}

/**
 * @param {string} file what test/sim/main.ts wrote @param {number} code its exit code
 * @returns {[{ passed: number, failed: number, skipped: number }, string[]?]}
 */
export function countSim(file, code) {
  const report = readJson(file);
  if (report === null) return [oneFailure];
  const failed = report.failed === 0 && code !== 0 ? 1 : report.failed;
  return [{ passed: report.passed, failed, skipped: 0 }, report.words];
}

/**
 * Prints what failed, a row per suite, then the one line that outsiders read.
 * @returns the number of failures
 */
export function printTable(rows) {
  console.log();
  for (const [name, , failed = []] of rows) {
    for (const words of failed) console.log(`${name}: ${words}`);
  }
  const sum = (key) => rows.reduce((total, [, counts]) => total + counts[key], 0);
  const width = Math.max(...rows.map(([name]) => name.length));
  console.log();
  for (const [name, { passed, failed, skipped }] of rows) {
    console.log(
      `${name.padEnd(width)}  ${cell(passed)} passed  ${cell(failed)} failed  ${cell(skipped)} skipped`,
    );
  }
  console.log();
  console.log(`${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`);
  return sum('failed');
}

const failedTests = (report) =>
  (report?.testResults ?? []).flatMap(({ status, message, name, assertionResults }) => {
    const failed = assertionResults.filter((test) => test.status === 'failed');
    if (failed.length === 0 && status === 'failed')
      return [{ title: name, why: firstWords(message) }];
    return failed.map(({ fullName, failureMessages }) => ({
      title: fullName,
      why: firstWords(failureMessages?.[0]),
    }));
  });

const titlesOfPassed = ({ testResults }) =>
  testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === 'passed')
    .map(({ fullName }) => fullName);

/** A property names its seed in the second line, and what it failed for in the third. */
const firstWords = (text = 'no words') =>
  text
    .split('\n')
    .filter((line) => !line.startsWith('    at '))
    .slice(0, 3)
    .join(' ')
    .slice(0, 500);

/** Null when the suite ended before it could write its report. */
function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    console.error(`No report at ${file}: ${error.message}`);
    return null;
  }
}

function cell(count) {
  return String(count).padStart(5);
}
