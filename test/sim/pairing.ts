/** Inviting and accepting, as two people do it who can hand each other a link. */
import type { Person, Tab } from './person.ts';
import type { Pair } from './world.ts';

/** Makes a profile where there is none; a tab that is not ready yet does nothing. */
export const introduce = async (person: Person, { app }: Tab): Promise<void> => {
  if (app.snapshot().phase === 'welcome') await app.commands.createProfile(person.name);
};

/** The inviter makes a link, or shows again the one that waits. */
export const invite = async (pair: Pair, tab: Tab): Promise<void> => {
  const { app } = tab;
  await introduce(pair.inviter, tab);
  if (app.snapshot().phase !== 'ready') return;
  await app.commands.invite();
  takeLink(pair, tab);
};

/** Hands over the link that stands on the inviter's screen. */
export const takeLink = (pair: Pair, { app }: Tab): void => {
  const { open } = app.snapshot();
  if (open?.kind === 'inviting' && open.link !== '' && !pair.links.includes(open.link)) {
    pair.links.push(open.link);
  }
};

/** The other one opens the newest link and accepts it, unless that was done before. */
export const accept = async (pair: Pair, tab: Tab): Promise<void> => {
  const { app } = tab;
  const link = pair.links.at(-1);
  await introduce(pair.acceptor, tab);
  if (link === undefined || app.snapshot().phase !== 'ready') return;
  await app.commands.readInvitation(link);
  if (app.snapshot().invitation?.state === 'ready') await app.commands.acceptInvitation();
};

/** Conversations that stand on both devices, the newest pairing last. */
export const conversationsOf = ({ inviter, acceptor }: Pair): readonly string[] => {
  const theirs = directIds(acceptor);
  return directIds(inviter).filter((id) => theirs.includes(id));
};

/** Conversations that a person's device has, by what its first tab shows. */
export const directIds = (person: Person): readonly string[] =>
  (person.tab(0)?.app.snapshot().conversations ?? [])
    .filter(({ kind }) => kind === 'direct')
    .map(({ id }) => id)
    .sort();
