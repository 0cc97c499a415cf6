/**
 * The suites of `npm test`. Each runs to its end whatever the others did, and returns its rows: a
 * name, the counts, and what failed in words, for the end of a long output.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { runChecks } from './checks.mjs';
import { at } from './paths.mjs';
import {
  countBrowserTests,
  countSecondGo,
  countSim,
  countVitest,
  failedFiles,
  failures,
} from './report.mjs';
import { run, runBin } from './run.mjs';

/** More failed files than these are no accident. */
const SECOND_GOES = 3;

export async function checkSuite() {
  console.log('\n== checks ==');
  const checks = await runChecks();
  for (const { name, isGood, output } of checks) {
    console.log(`${isGood ? 'ok  ' : 'FAIL'} ${name}`);
    if (output.trim() !== '' && (!isGood || name === 'size')) console.log(output.trimEnd());
  }
  const passed = checks.filter(({ isGood }) => isGood).length;
  const bad = checks.filter(({ isGood }) => !isGood).map(({ name }) => name);
  return [['checks', { passed, failed: bad.length, skipped: 0 }, bad]];
}

export function unitSuite() {
  return vitestSuite('unit', { minutes: 30, minutesAgain: 10 });
}

/** As many seeds as a change is tried with; each counts as one test. */
export async function simSuite() {
  const people = await runSim('sim', ['--seeds', '500'], 20);
  const devices = await runSim('sim devices', ['--devices', '--seeds', '200'], 60);
  return [people, devices];
}

async function runSim(name, options, minutes) {
  console.log(`\n== ${name} ==`);
  const report = freshReport(name.replaceAll(' ', '-'));
  const args = [...options, '--from', '1', '--report', report];
  const { code } = await run(process.execPath, [at('scripts', 'sim.mjs'), ...args], { minutes });
  return [name, ...countSim(report, code)];
}

export function journeySuite() {
  return vitestSuite('e2e', { minutes: 60, minutesAgain: 15 });
}

export async function browserSuite() {
  console.log('\n== browsers ==');
  const report = freshReport('browser');
  const { code } = await runBin('web-test-runner', [], { minutes: 20 });
  return countBrowserTests(report, code);
}

/**
 * Real browsers, sockets and processes on a busy machine now and then lose a race that no person
 * would. So a few files that fail get a second go, and what then passes is named: it wants mending,
 * but is not broken.
 */
async function vitestSuite(project, { minutes, minutesAgain }) {
  console.log(`\n== ${project} ==`);
  const report = freshReport(project);
  const { code } = await vitest(project, minutes, report);
  const files = failedFiles(report);
  if (files.length === 0 || files.length > SECOND_GOES)
    return [[project, countVitest(report, code), failures(report)]];
  console.log(`\n== ${project}, a second go for ${files.length} ==`);
  const again = freshReport(`${project}-again`);
  const { code: codeAgain } = await vitest(project, minutesAgain, again, files);
  const { counts, shaky } = countSecondGo(report, again, codeAgain);
  const words = shaky.map((title) => `SHAKY, passed the second time: ${title}`);
  return [[project, counts, [...words, ...failures(again)]]];
}

function vitest(project, minutes, report, files = []) {
  const args = ['run', '--project', project, '--passWithNoTests', ...files];
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  return runBin('vitest', [...args, ...reporters], { minutes });
}

/** An old report must not stand in for a run that wrote none. */
function freshReport(name) {
  const file = reportOf(name);
  mkdirSync(at('test-results'), { recursive: true });
  rmSync(file, { force: true });
  return file;
}

const reportOf = (name) => at('test-results', `${name}.json`);
