/** Links whole installations, as their people do: open the link, compare, say "They match". */
import type { RunningInstallation } from '../../../src/app/installation/installation.ts';
import type { LinkView } from '../../../src/app/snapshot.ts';
import type { Street } from './house.ts';

export const linkOf = (app: RunningInstallation): LinkView => {
  const { link } = app.snapshot().devices;
  if (!link) throw new Error('no link is under way');
  return link;
};

/** The link that the shown profile makes; `along`: ids of those that come along. */
export const showLink = async (
  app: RunningInstallation,
  along: readonly string[] = [],
): Promise<string> => {
  await app.commands.linkDevice('Phone', along);
  const link = linkOf(app);
  if (link.kind !== 'inviting') throw new Error('no link is shown');
  return link.link;
};

/** Up to where both show emoji. */
export const meet = async (
  { time }: Street,
  there: RunningInstallation,
  newcomer: RunningInstallation,
  along: readonly string[] = [],
): Promise<void> => {
  await newcomer.commands.readInvitation(await showLink(there, along));
  const answer = await newcomer.commands.acceptDeviceLink('Laptop');
  if (answer !== 'begun') throw new Error(answer);
  await time.advance(10_000);
};

export const compare = async (...apps: readonly RunningInstallation[]): Promise<void> => {
  for (const app of apps) await app.commands.compareDevices('match');
};

export const linkWith = async (
  street: Street,
  there: RunningInstallation,
  newcomer: RunningInstallation,
  along: readonly string[] = [],
): Promise<void> => {
  await meet(street, there, newcomer, along);
  await compare(there, newcomer);
  await street.time.advance(60_000);
};

export const namesOf = (app: RunningInstallation): readonly string[] =>
  app.snapshot().profiles.map(({ name }) => name);

export const titlesOf = (app: RunningInstallation): readonly string[] =>
  app.snapshot().conversations.map(({ title }) => title);
