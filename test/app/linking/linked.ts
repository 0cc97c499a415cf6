/** Links another device of a person, as its people do: open the link, compare, say "They match". */
import type { DeviceView, LinkView } from '../../../src/app/snapshot.ts';
import { remainingWriters } from '../../../src/core/members/members.ts';
import { steal } from '../support/thief.ts';
import { deviceKeyOf, type PersonInTime, type World } from '../support/two-people.ts';

export const linkOf = (device: PersonInTime): LinkView => {
  const { link } = device.app().snapshot().devices;
  if (!link) throw new Error(`${device.name} has no link under way`);
  return link;
};

/** The link that the device shows. */
export const showLink = async (device: PersonInTime): Promise<string> => {
  await device.app().commands.linkDevice(device.name);
  const link = linkOf(device);
  if (link.kind !== 'inviting') throw new Error('no link is shown');
  return link.link;
};

/** Up to where both show emoji. */
export const meetDevices = async (
  { time }: World,
  there: PersonInTime,
  newcomer: PersonInTime,
): Promise<void> => {
  const link = await showLink(there);
  await newcomer.open();
  await newcomer.app().commands.readInvitation(link);
  await newcomer.app().commands.acceptDeviceLink(newcomer.name);
  await time.advance(10_000);
};

export const emojiOf = (device: PersonInTime): readonly string[] => {
  const link = linkOf(device);
  if (link.kind !== 'linking') throw new Error(`${device.name} has nothing to compare`);
  return link.emoji.map(({ symbol }) => symbol);
};

export const linkDevices = async (
  world: World,
  there: PersonInTime,
  newcomer: PersonInTime,
): Promise<void> => {
  await meetDevices(world, there, newcomer);
  for (const device of [there, newcomer]) await device.app().commands.compareDevices('match');
  await world.time.advance(60_000);
};

/** Opens the first conversation of the list. */
export const openFirst = async (device: PersonInTime): Promise<void> => {
  const [first] = device.app().snapshot().conversations;
  if (!first) throw new Error(`${device.name} has no conversation`);
  await device.app().commands.openConversation(first.id);
};

/** The device of that name, as the list of `device` shows it. */
export const listed = (device: PersonInTime, wanted: string): DeviceView => {
  const found = device
    .app()
    .snapshot()
    .devices.list.find(({ name }) => name === wanted);
  if (!found) throw new Error(`${wanted} is not in the list`);
  return found;
};

/** How many writers are in the conversation with the contact, as that device has it. */
export const writersOn = async ({ name, disk }: PersonInTime): Promise<number> => {
  const { state } = await steal(disk, deviceKeyOf(name));
  return remainingWriters(state.members).length;
};
