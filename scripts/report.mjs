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
  const failedBefore = titlesWith(first, 'failed');
  const passedNow = titlesWith(readJson(again) ?? { testResults: [] }, 'passed');
  return {
    counts: {
      passed: kept.filter(({ status }) => status === 'passed').length + second.passed,
      failed: second.failed,
      skipped: kept.filter(({ status }) => status !== 'passed').length + second.skipped,
    },
    shaky: failedBefore.filter((title) => passedNow.includes(title)),
  };
}

/**
 * @param {string} file a report of web-test-runner.config.mjs @param {number} code its exit code
 * @returns {[string, { passed: number, failed: number, skipped: number }][]} a row per browser
 */
export function countBrowserTests(file, code) {
  const report = readJson(file);
  if (report === null) return [['browser', oneFailure]];
  const rows = Object.entries(report);
  const isSilent = code !== 0 && rows.every(([, counts]) => counts.failed === 0);
  return isSilent ? [...rows, ['browser', oneFailure]] : rows;
}

/** @param {string} file what test/sim/main.ts wrote @param {number} code its exit code */
export function countSim(file, code) {
  const report = readJson(file);
  if (report === null) return oneFailure;
  const failed = report.failed === 0 && code !== 0 ? 1 : report.failed;
  return { passed: report.passed, failed, skipped: 0 };
}

/** Prints a row per suite, then the one line that outsiders read. @returns the failures */
export function printTable(rows) {
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

const titlesWith = ({ testResults }, wanted) =>
  testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === wanted)
    .map(({ fullName }) => fullName);

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
