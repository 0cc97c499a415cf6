/** Brings somebody who lost every device back into a conversation, as the two people do. */
import type { AgainView } from '../../../src/app/snapshot.ts';
import type { PersonInTime, World } from '../support/two-people.ts';

/** The link that is shown to let the contact of the open conversation in again. */
export const showWayBack = async (there: PersonInTime): Promise<string> => {
  if (!(await there.app().commands.pairAgain(there.conversation().id))) throw new Error('no way');
  const { open } = there.app().snapshot();
  if (open?.kind !== 'inviting') throw new Error('no invitation is shown');
  return open.link;
};

/** A device on which nothing is yet, with a profile of that name. */
export const startAnew = async (
  world: World,
  name: string,
  seed: number,
): Promise<PersonInTime> => {
  const anew = world.device(name, seed);
  await anew.open();
  await anew.app().commands.createProfile(name);
  return anew;
};

/** Up to where both show emoji. */
export const meetAgain = async (
  { time }: World,
  there: PersonInTime,
  back: PersonInTime,
): Promise<void> => {
  const link = await showWayBack(there);
  await back.app().commands.readInvitation(link);
  await back.app().commands.acceptInvitation('again');
  await time.advance(10_000);
};

export const wayOf = (person: PersonInTime): AgainView => {
  const { open } = person.app().snapshot();
  if (open?.kind !== 'again') throw new Error(`${person.name} has no way back open`);
  return open;
};

export const judgeWay = (
  person: PersonInTime,
  verdict: 'match' | 'mismatch' = 'match',
  gives = false,
): Promise<void> => person.app().commands.compareAgain(wayOf(person).id, verdict, gives);

export const pairAgain = async (
  world: World,
  there: PersonInTime,
  back: PersonInTime,
  gives = false,
): Promise<void> => {
  await meetAgain(world, there, back);
  await judgeWay(there, 'match', gives);
  await judgeWay(back);
  await world.time.advance(60_000);
};
