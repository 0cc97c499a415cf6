/** The suites of `npm test`. Each runs to its end whatever the others did, and returns its rows. */
import { mkdirSync, rmSync } from 'node:fs';
import { runChecks } from './checks.mjs';
import { at } from './paths.mjs';
import { countBrowserTests, countSim, countVitest } from './report.mjs';
import { run, runBin } from './run.mjs';

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
  console.log('\n== sim ==');
  const report = freshReport('sim');
  const args = ['--seeds', '500', '--from', '1', '--report', report];
  const { code } = await run(process.execPath, [at('scripts', 'sim.mjs'), ...args], {
    minutes: 20,
  });
  return [['sim', countSim(report, code)]];
}

export function journeySuite() {
  return vitestSuite('e2e', 45);
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
  const args = ['run', '--project', project, '--passWithNoTests'];
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const { code } = await runBin('vitest', [...args, ...reporters], { minutes });
  return [[project, countVitest(report, code)]];
}

/** An old report must not stand in for a run that wrote none. */
function freshReport(name) {
  const file = at('test-results', `${name}.json`);
  mkdirSync(at('test-results'), { recursive: true });
  rmSync(file, { force: true });
  return file;
}
