/** What a program that plays does with devices: a link that waits, a name, a removal. */

import type { AppCommands } from '../../../src/app/commands.ts';
import type { DevicesView, Snapshot } from '../../../src/app/snapshot.ts';
import { link, now } from './people.ts';

type Change = (next: (now: Snapshot) => Snapshot) => void;

export function fakeDeviceAnswers(change: Change): Partial<AppCommands> {
  const inDevices = (next: (devices: DevicesView) => DevicesView) =>
    change((shown) => ({ ...shown, devices: next(shown.devices) }));
  const inList = (id: string, part: Partial<DevicesView['list'][number]>) =>
    inDevices((devices) => ({
      ...devices,
      list: devices.list.map((each) => (each.id === id ? { ...each, ...part } : each)),
    }));
  return {
    linkDevice: async () =>
      inDevices((devices) => ({
        ...devices,
        link: { kind: 'inviting', id: '.i1', link, expires: now + 5 * 60_000, state: 'waiting' },
      })),
    // So that its words can be seen.
    acceptDeviceLink: async () => 'full',
    cancelDeviceLink: async () => inDevices((devices) => ({ ...devices, link: undefined })),
    compareDevices: async (verdict) =>
      inDevices(({ link: old, ...devices }) => ({
        ...devices,
        link:
          old?.kind === 'linking'
            ? { ...old, stage: verdict === 'match' ? 'waiting' : 'mismatched' }
            : old,
      })),
    renameDevice: async (id, name) => {
      inList(id, { name });
      return true;
    },
    removeDevice: async (id) => {
      inList(id, { isRemoved: true });
      return true;
    },
  };
}
