/** One plan from its first step to the verdict. */
import { createHash } from 'node:crypto';
import '../app/support/loaded.ts';
import { heal } from './heal.ts';
import type { Plan } from './plan.ts';
import { createStepper } from './steps.ts';
import { createWorld, type World } from './world.ts';

export type Verdict = {
  /** What did not hold; empty: all is well. */
  readonly findings: readonly string[];
  /** The same for the same plan: over all that went over the node and what the screens show at last. */
  readonly trace: string;
};

export const runPlan = async (plan: Plan): Promise<Verdict> => {
  const world = createWorld(plan);
  const stray = (error: unknown): void => void world.bugs.push(error);
  process.on('unhandledRejection', stray);
  try {
    const findings = await play(world);
    return { findings, trace: traceOf(world, findings) };
  } catch (error) {
    // Of a run that cannot go on the reason is the finding.
    const findings = [`stopped: ${error instanceof Error ? error.stack : String(error)}`];
    return { findings, trace: traceOf(world, findings) };
  } finally {
    for (const person of world.people) person.tabs().forEach(({ process }) => process.kill());
    // An unhandled rejection is told after the promises have settled.
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', stray);
  }
};

const play = async (world: World): Promise<readonly string[]> => {
  const stepper = createStepper(world);
  for (const person of world.people) person.openTab();
  await world.pass(1_000);
  for (const step of world.plan.steps) {
    await stepper.run(step);
    if (world.bugs.length > 0) break;
  }
  return heal(world);
};

const traceOf = (world: World, findings: readonly string[]): string => {
  const hash = createHash('sha256').update(world.trace()).update(findings.join('\n'));
  for (const person of world.people) {
    hash.update(JSON.stringify(person.tab(0)?.app.snapshot() ?? null));
  }
  return hash.digest('hex').slice(0, 16);
};
