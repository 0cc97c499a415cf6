/**
 * `npm run sim -- --seeds N --from S`: runs seeds on all cores, and tells of
 * those that failed: the seed, what was found, and the shrunk schedule.
 */
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
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
  readonly ms: number;
  readonly failure: Shrunk | ShrunkDevices | undefined;
};

/** Shrinking is for reading; of a change that breaks everything some examples do. */
const MAX_SHRUNK = 8;

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string', default: '500' },
      from: { type: 'string', default: '1' },
      suite: { type: 'string' },
      devices: { type: 'boolean', default: false },
      workers: { type: 'string', default: String(availableParallelism()) },
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
  const times = answers.map(({ ms }) => ms).sort((a, b) => a - b);
  const quantile = (part: number): string =>
    (times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? 0).toFixed(0);
  console.log(
    `${seeds.length} seeds from ${from}: ${failed.length} failed; ` +
      `median ${quantile(0.5)} ms, p95 ${quantile(0.95)} ms, longest ${quantile(1)} ms a seed`,
  );
  if (values.report !== undefined) {
    const report = { passed: seeds.length - failed.length, failed: failed.length };
    writeFileSync(values.report, JSON.stringify(report));
  }
  process.exitCode = failed.length === 0 ? 0 : 1;
};

/** Gives each worker its next seed when it is done with the one before. */
const spread = (tasks: readonly Task[], count: number): Promise<readonly Answer[]> =>
  new Promise((resolve, reject) => {
    const answers: Answer[] = [];
    let next = 0;
    for (let i = 0; i < count; i++) {
      const worker = new Worker(new URL(import.meta.url));
      const give = (): void => {
        const task = tasks[next++];
        if (task) worker.postMessage(task);
        else void worker.terminate();
      };
      worker.on('error', reject);
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
  parentPort?.on('message', (task: Task) => {
    void (async () => {
      if (task.devices) {
        return void parentPort?.postMessage(
          await goThroughDevices(task.seed, () => shrunk++ < MAX_SHRUNK),
        );
      }
      const plan = generatePlan(task.seed, task);
      const start = performance.now();
      const { findings } = await runPlan(plan);
      const ms = performance.now() - start;
      const isShrunk = findings.length > 0 && shrunk++ < MAX_SHRUNK;
      const failure = isShrunk ? await shrink(plan) : { plan, findings };
      const answer = { seed: task.seed, ms, failure: findings.length > 0 ? failure : undefined };
      parentPort?.postMessage(answer satisfies Answer);
    })();
  });
};

const goThroughDevices = async (seed: number, isToShrink: () => boolean): Promise<Answer> => {
  const plan = generateDevicePlan(seed);
  const start = performance.now();
  const findings = await runDevicePlan(plan);
  const ms = performance.now() - start;
  if (findings.length === 0) return { seed, ms, failure: undefined };
  const failure = isToShrink() ? await shrinkDevices(plan, findings) : { plan, findings };
  return { seed, ms, failure };
};

if (isMainThread) await main();
else work();
