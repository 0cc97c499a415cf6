/**
 * `npm run sim -- --seeds N --from S`: runs seeds on every second core, and tells of
 * those that failed: the seed, what was found, and the shrunk schedule.
 *
 * Each worker is a process of its own, so that the processor's time can be told
 * of each seed: on cores that others use too, time on the clock says little.
 */
import { fork } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { generatePlan } from './generate.ts';
import { generateDevicePlan } from './devices/plan.ts';
import { runDevicePlan } from './devices/run.ts';
import { shrinkDevices, type ShrunkDevices } from './devices/shrink.ts';
import type { Plan } from './plan.ts';
import { runPlan } from './run.ts';
import { shrink, type Shrunk } from './shrink.ts';

type Task = {
  readonly seed: number;
  readonly suite: Plan['suite'] | undefined;
  /** Of the devices of two people, instead of two people with one each. */
  readonly devices: boolean;
};
type Answer = {
  readonly seed: number;
  readonly took: Took;
  readonly failure: Shrunk | ShrunkDevices | undefined;
};

/** In milliseconds: by the clock, and what the processor worked for it, compiling and collecting included. */
type Took = { readonly wall: number; readonly processor: number };

/** Says to this very file that it is to be a worker. */
const WORKER = 'worker';

/** In megabytes: what a run makes dies with it, and is not to be moved before. */
const ROOM = ['--min-semi-space-size=64', '--max-semi-space-size=64'];

/** Shrinking is for reading; of a change that breaks everything some examples do. */
const MAX_SHRUNK = 8;

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string', default: '500' },
      from: { type: 'string', default: '1' },
      suite: { type: 'string' },
      devices: { type: 'boolean', default: false },
      // Two on one core slow each other, and what is told of a seed means less.
      workers: { type: 'string', default: String(Math.ceil(availableParallelism() / 2)) },
      report: { type: 'string' },
      // Keeps what a failing seed was shrunk to as test/sim/cases/NAME.json.
      keep: { type: 'string' },
    },
  });
  const from = Number(values.from);
  const seeds = Array.from({ length: Number(values.seeds) }, (_, i) => from + i);
  const suite = values.suite === 'noble' || values.suite === 'cheap' ? values.suite : undefined;
  const answers = await spread(
    seeds.map((seed) => ({ seed, suite, devices: values.devices })),
    Number(values.workers),
  );
  const [kept] = answers.flatMap(({ failure }) => failure ?? []);
  if (values.keep !== undefined && kept) {
    const folder = values.devices ? 'test/sim/cases/devices' : 'test/sim/cases';
    writeFileSync(`${folder}/${values.keep}.json`, `${JSON.stringify(kept.plan, null, 2)}\n`);
  }
  const failed = answers.filter(({ failure }) => failure !== undefined);
  console.log(
    `${seeds.length} seeds from ${from}, ${values.workers} at a time: ${failed.length} failed\n` +
      `a seed by the clock: ${quantiles(answers.map(({ took }) => took.wall))}\n` +
      `a seed of the processor: ${quantiles(answers.map(({ took }) => took.processor))}`,
  );
  if (values.report !== undefined) {
    const words = failed.map(({ seed, failure }) => `seed ${seed}: ${failure?.findings[0] ?? ''}`);
    const report = { passed: seeds.length - failed.length, failed: failed.length, words };
    writeFileSync(values.report, JSON.stringify(report));
  }
  process.exitCode = failed.length === 0 ? 0 : 1;
};

const quantiles = (unsorted: readonly number[]): string => {
  const times = unsorted.toSorted((a, b) => a - b);
  const at = (part: number): string =>
    (times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? 0).toFixed(0);
  return `median ${at(0.5)} ms, p95 ${at(0.95)} ms, longest ${at(1)} ms`;
};

/** Gives each worker its next seed when it is done with the one before. */
const spread = (tasks: readonly Task[], count: number): Promise<readonly Answer[]> =>
  new Promise((resolve, reject) => {
    const answers: Answer[] = [];
    let next = 0;
    for (let i = 0; i < count; i++) {
      const worker = fork(fileURLToPath(import.meta.url), [WORKER], { execArgv: ROOM });
      const give = (): void => {
        const task = tasks[next++];
        if (task) worker.send(task);
        else worker.disconnect();
      };
      worker.on('error', reject);
      worker.on('exit', (code) => {
        if (code !== 0) reject(new Error(`a worker ended with ${code}`));
      });
      worker.on('message', (answer: Answer) => {
        answers.push(answer);
        if (answer.failure) tellFailure(answer.seed, answer.failure);
        if (answers.length === tasks.length) resolve(answers);
        give();
      });
      give();
    }
  });

const tellFailure = (seed: number, { plan, findings }: Shrunk | ShrunkDevices): void => {
  console.log(`\nseed ${seed}:`);
  for (const finding of findings.slice(0, 4)) console.log(`  ${finding.slice(0, 1_500)}`);
  console.log(`  ${JSON.stringify({ ...plan, steps: undefined })}`);
  for (const step of plan.steps) console.log(`    ${JSON.stringify(step)}`);
};

const work = (): void => {
  let shrunk = 0;
  const isToShrink = (): boolean => shrunk++ < MAX_SHRUNK;
  process.on('message', (task: Task) => {
    const going = task.devices ? goThroughDevices(task, isToShrink) : goThrough(task, isToShrink);
    void going.then((answer) => process.send?.(answer));
  });
};

const goThrough = async (task: Task, isToShrink: () => boolean): Promise<Answer> => {
  const { seed } = task;
  const plan = generatePlan(seed, task);
  const { value, took } = await timed(() => runPlan(plan));
  const { findings } = value;
  if (findings.length === 0) return { seed, took, failure: undefined };
  return { seed, took, failure: isToShrink() ? await shrink(plan) : { plan, findings } };
};

const goThroughDevices = async ({ seed }: Task, isToShrink: () => boolean): Promise<Answer> => {
  const plan = generateDevicePlan(seed);
  const { value: findings, took } = await timed(() => runDevicePlan(plan));
  if (findings.length === 0) return { seed, took, failure: undefined };
  const failure = isToShrink() ? await shrinkDevices(plan, findings) : { plan, findings };
  return { seed, took, failure };
};

const timed = async <T>(
  work: () => Promise<T>,
): Promise<{ readonly value: T; readonly took: Took }> => {
  const [start, before] = [performance.now(), process.cpuUsage()];
  const value = await work();
  const [wall, { user, system }] = [performance.now() - start, process.cpuUsage(before)];
  return { value, took: { wall, processor: (user + system) / 1_000 } };
};

if (process.argv[2] === WORKER) work();
else await main();
