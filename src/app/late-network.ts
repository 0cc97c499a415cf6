/** The network, which only the tab that leads needs, and only once there is a screen. */

import { createLate } from './late.ts';

export const lateNetwork = createLate(() => import('./network.ts'));
