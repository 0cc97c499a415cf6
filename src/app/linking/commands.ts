/** What a person can do about the devices of a profile. */

import type { Commands } from '../commands.ts';
import type { Conversation } from '../conversation/conversation.ts';
import { foundAlone } from '../conversation/found-alone.ts';
import { encodeBase64url } from '../../core/bytes/base64url.ts';
import { compareBytes } from '../../core/bytes/compare.ts';
import type { Program } from '../program-commands.ts';
import { forgetAlong, keepAlong } from './along-record.ts';
import { createWork } from '../store/work.ts';

type DeviceCommands = Pick<
  Commands,
  | 'linkDevice'
  | 'acceptDeviceLink'
  | 'cancelDeviceLink'
  | 'compareDevices'
  | 'renameDevice'
  | 'removeDevice'
  | 'openNotes'
>;

/** `keepReceived`: keeps or forgets the text of a link that waits for a decision. */
export const deviceCommands = (
  program: Program,
  keepReceived: (text: string | undefined) => Promise<void>,
): DeviceCommands => {
  const parts = program.parts;
  const linkUnderWay = () =>
    parts()?.linking.view(
      parts()
        ?.pairings.deviceLinks()
        .map(({ view }) => view) ?? [],
    ).link;

  const cancel = async (): Promise<void> => {
    const link = linkUnderWay();
    if (!link) return;
    if (link.kind === 'linking') await parts()?.linking.drop(link.id);
    else await parts()?.pairings.cancel(link.id);
    const store = parts()?.store;
    if (store) await forgetAlong(store, link.id);
    program.changed();
  };

  return {
    linkDevice: async (device, along = []) => {
      await cancel();
      const [known, profile] = [parts(), program.profile()];
      const made = profile && (await known?.pairings.inviteDevice(profile.name, device));
      if (known && made?.ok && along.length > 0) {
        const kept = await keepAlong(known.store, made.value, along);
        if (!kept.ok) program.raiseFailure(kept.error);
      }
      program.changed();
    },
    acceptDeviceLink: async (device) => {
      // A profile is never made over: the installation begins another one for it.
      if (program.profile()) return 'gone';
      const accepted = await parts()?.pairings.accept(device, 'device');
      if (accepted?.ok) await keepReceived(undefined);
      program.changed();
      return accepted?.ok ? 'begun' : 'gone';
    },
    cancelDeviceLink: cancel,
    compareDevices: async (verdict) => {
      const link = linkUnderWay();
      if (link?.kind === 'linking') await parts()?.linking.judge(link.id, verdict);
    },
    renameDevice: async (id, name) => (await parts()?.linking.rename(id, name)) ?? false,
    removeDevice: async (id) => (await parts()?.linking.remove(id)) ?? false,
    openNotes: async () => {
      const known = newestNotes(parts()?.conversations.list() ?? []);
      await program.open(known?.id ?? (await foundNotes(program)));
    },
  };
};

/** Devices that were apart may each have begun notes; all of them take the same of these. */
const newestNotes = (conversations: readonly Conversation[]): Conversation | undefined =>
  conversations
    .flatMap((each) => {
      const state = each.state();
      return state?.kind === 'notes' ? [{ each, state }] : [];
    })
    .toSorted(
      ({ state: a }, { state: b }) =>
        b.createdAt - a.createdAt || compareBytes(a.conversationId, b.conversationId),
    )[0]?.each;

const foundNotes = async (program: Program): Promise<string | undefined> => {
  const [parts, profile] = [program.parts(), program.profile()];
  if (!parts || !profile) return undefined;
  const id = encodeBase64url(program.ports.random(16));
  const work = createWork(parts.store, () => undefined);
  const alone = { kind: 'notes', name: profile.name, node: '' } as const;
  await foundAlone(parts.linking.context(id), work, alone);
  const done = await parts.store.commit(work.batch());
  if (!done.ok) program.raiseFailure(done.error);
  else await parts.linking.arrived(id);
  return done.ok ? id : undefined;
};
