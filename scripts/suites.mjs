/** The suites of `npm test`. Each runs to its end whatever the others did, and returns its rows. */
import { mkdirSync, rmSync } from 'node:fs';
import { runChecks } from './checks.mjs';
import { at } from './paths.mjs';
import { countBrowserTests, countSecondGo, countSim, countVitest, failedFiles } from './report.mjs';
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
  return [['checks', { passed, failed: checks.length - passed, skipped: 0 }]];
}

export function unitSuite() {
  return vitestSuite('unit', 30);
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
  return [name, countSim(report, code)];
}

/**
 * Whole browsers on a busy machine now and then lose a race that no person would. So a few files
 * that fail get a second go, and what then passes is named: it wants mending, but is not broken.
 */
export async function journeySuite() {
  const rows = await vitestSuite('e2e', 60);
  const files = failedFiles(reportOf('e2e'));
  if (files.length === 0 || files.length > SECOND_GOES) return rows;
  const again = freshReport('e2e-again');
  console.log(`\n== e2e, a second go for ${files.length} ==`);
  const { code } = await vitest('e2e', 15, again, files);
  const { counts, shaky } = countSecondGo(reportOf('e2e'), again, code);
  for (const title of shaky) console.log(`SHAKY, passed the second time: ${title}`);
  return [['e2e', counts]];
}

export async function browserSuite() {
  console.log('\n== browsers ==');
  const report = freshReport('browser');
  const { code } = await runBin('web-test-runner', [], { minutes: 20 });
  return countBrowserTests(report, code);
}

async function vitestSuite(project, minutes) {
  console.log(`\n== ${project} ==`);
  const report = freshReport(project);
  const { code } = await vitest(project, minutes, report);
  return [[project, countVitest(report, code)]];
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
