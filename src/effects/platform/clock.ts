/** The system's clock. */
import type { Clock } from '../../ports/clock.ts';

export const createClock = (): Clock => ({ now: () => Date.now() });
