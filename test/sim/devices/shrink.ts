/** Makes a failing plan of devices smaller: takes out what it fails in the same way without. */
import { kindOf } from '../shrink.ts';
import type { DevicePlan, DeviceStep } from './plan.ts';
import { runDevicePlan } from './run.ts';

export type ShrunkDevices = { readonly plan: DevicePlan; readonly findings: readonly string[] };

type Runner = (plan: DevicePlan) => Promise<readonly string[]>;

/** `budget`: the most runs that are spent. The plan itself must fail, with `findings`. */
export const shrinkDevices = async (
  plan: DevicePlan,
  findings: readonly string[],
  budget = 120,
  run: Runner = (each) => runDevicePlan(each),
): Promise<ShrunkDevices> => {
  const wanted = kindOf(findings[0] ?? '');
  let best: ShrunkDevices = { plan, findings };
  let left = budget;

  const attempt = async (steps: readonly DeviceStep[]): Promise<boolean> => {
    if (left-- <= 0) return false;
    const smaller = { ...plan, steps };
    const found = await run(smaller);
    const isSame = found.some((finding) => kindOf(finding) === wanted);
    if (isSame) best = { plan: smaller, findings: found };
    return isSame;
  };

  let before: DevicePlan;
  do {
    before = best.plan;
    for (let i = best.plan.steps.length - 1; i >= 0; i--)
      await attempt(without(best.plan.steps, i));
    for (let i = best.plan.steps.length - 1; i >= 0; i--) {
      for (const steps of withFewer(best.plan.steps, i)) await attempt(steps);
    }
  } while (best.plan !== before && left > 0);
  return best;
};

/** The later devices take the number of the one that does not come, and whatever it did goes too. */
const without = (steps: readonly DeviceStep[], at: number): readonly DeviceStep[] => {
  const step = steps[at];
  const rest = steps.filter((_, i) => i !== at);
  if (step?.do !== 'link' && step?.do !== 'restore') return rest;
  const come = steps.slice(0, at).filter(({ do: done }) => done === 'link' || done === 'restore');
  return rest.flatMap((each) => withoutDevice(each, 2 + come.length));
};

const withoutDevice = (step: DeviceStep, gone: number): readonly DeviceStep[] => {
  const renumber = (number: number): number => (number > gone ? number - 1 : number);
  if (step.do === 'apart') return [step];
  if (step.do === 'meet') {
    return [{ ...step, devices: step.devices.filter((each) => each !== gone).map(renumber) }];
  }
  if (step.device === gone || (step.do === 'lose' && step.by === gone)) return [];
  if (step.do === 'lose')
    return [{ ...step, device: renumber(step.device), by: renumber(step.by) }];
  return [{ ...step, device: renumber(step.device) }];
};

/** A meeting with one device less each. */
const withFewer = (
  steps: readonly DeviceStep[],
  at: number,
): readonly (readonly DeviceStep[])[] => {
  const step = steps[at];
  if (step?.do !== 'meet' || step.devices.length < 3) return [];
  return step.devices.map((gone) =>
    steps.map((each, i) =>
      i === at ? { ...step, devices: step.devices.filter((one) => one !== gone) } : each,
    ),
  );
};
