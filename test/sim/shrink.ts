/**
 * Makes a failing plan smaller: takes out what it fails without, larger parts
 * first (delta debugging, Zeller and Hildebrandt 2002), then what is unusual
 * about people and the end.
 */
import type { Plan, Step } from './plan.ts';
import { runPlan, type Verdict } from './run.ts';

export type Shrunk = { readonly plan: Plan; readonly findings: readonly string[] };

type Runner = (plan: Plan) => Promise<Verdict>;

/** `budget`: the most runs that are spent. The plan itself must fail. */
export const shrink = async (plan: Plan, budget = 300, run: Runner = runPlan): Promise<Shrunk> => {
  const first = await run(plan);
  const wanted = kindOf(first.findings[0] ?? '');
  let best: Shrunk = { plan, findings: first.findings };
  let left = budget;

  /** Keeps the smaller plan when it fails in the same way. */
  const attempt = async (smaller: Plan): Promise<boolean> => {
    if (left-- <= 0) return false;
    const { findings } = await run(smaller);
    const isSame = findings.some((finding) => kindOf(finding) === wanted);
    if (isSame) best = { plan: smaller, findings };
    return isSame;
  };

  const dropSteps = async (): Promise<void> => {
    for (let size = best.plan.steps.length >> 1 || 1; size >= 1; size >>= 1) {
      for (let at = 0; at < best.plan.steps.length && left > 0;) {
        const steps = best.plan.steps.filter((_, i) => i < at || i >= at + size);
        if (!(await attempt({ ...best.plan, steps }))) at += size;
      }
    }
  };

  const calm = async (): Promise<void> => {
    for (const calmer of calmerPlans(best.plan)) {
      const now = calmer(best.plan);
      if (JSON.stringify(now) !== JSON.stringify(best.plan)) await attempt(now);
    }
  };

  let before: Plan;
  do {
    before = best.plan;
    await dropSteps();
    await calm();
  } while (best.plan !== before && left > 0);
  return best;
};

/** One change at a time that makes a plan more ordinary. */
const calmerPlans = (plan: Plan): readonly ((plan: Plan) => Plan)[] => [
  (now) => ({ ...now, suite: 'cheap' }),
  (now) => ({ ...now, pairs: now.pairs.slice(0, 1) }),
  (now) => ({ ...now, people: now.people.slice(0, Math.max(...now.pairs.flat()) + 1) }),
  (now) => ({ ...now, heal: { ...now.heal, restart: false } }),
  (now) => ({ ...now, heal: { ...now.heal, clocks: 'kept' } }),
  ...plan.people.flatMap((_, i) =>
    [{ clock: 0 }, { diskDelay: 0 }, { webrtc: true }].map((change) => (now: Plan) => ({
      ...now,
      people: now.people.map((person, at) => (at === i ? { ...person, ...change } : person)),
    })),
  ),
  ...plan.steps.map((_, i) => (now: Plan) => ({
    ...now,
    steps: now.steps.map((step, at) => (at === i ? calmerStep(step) : step)),
  })),
];

const calmerStep = (step: Step): Step => {
  switch (step.do) {
    case 'wait':
      return { ...step, ms: step.ms > 1_000 ? 1_000 : step.ms };
    case 'burst':
    case 'reply':
      return { ...step, do: 'send' };
    case 'replay':
    case 'invent':
    case 'mischief':
      return { ...step, count: 1 };
    case 'node':
      return { ...step, duplicate: 0, delay: 0 };
    default:
      return step;
  }
};

/** What kind of failure a finding tells of: its words, without names, texts and numbers. */
export const kindOf = (finding: string): string =>
  (finding.split('\n')[0] ?? '').replace(/"[^"]*"|\{.*\}|[\w-]{22}|\d+(\.\d+)?/g, '*');
