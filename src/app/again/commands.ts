/** What a person can do so that somebody who lost everything comes back into the same conversation. */

import type { Commands } from '../commands.ts';
import type { ContactCommands } from '../contacts/commands.ts';
import { isWayBack } from '../pairings/pairings.ts';
import type { Program } from '../program-commands.ts';
import { placeOfContact } from './places.ts';
import { leadsInto } from './views.ts';
import { putWay, readWay } from './way-record.ts';

type AgainCommands = Pick<
  Commands,
  'pairAgain' | 'compareAgain' | 'dropAgain' | 'acknowledgeChange'
>;

export const againCommands = (
  program: Program,
  contacts: Pick<ContactCommands, 'noteNoticed'>,
): AgainCommands => ({
  pairAgain: async (id) => {
    const parts = program.parts();
    const state = parts?.conversations.get(id)?.state();
    const place = state && placeOfContact(state);
    const name = program.profile()?.name;
    if (!parts || !place || name === undefined) return false;
    const made = await parts.pairings.inviteAgain(name, place);
    if (made.ok) await program.open(made.value);
    return made.ok;
  },
  compareAgain: async (id, verdict, gives) => {
    const parts = program.parts();
    const link = isWayBack(id) ? parts?.conversations.get(id) : undefined;
    if (!link || !parts) return;
    if (verdict === 'match' && gives) {
      await link.run(async (context, work, state) => {
        const way = await readWay(work, context.localId);
        if (way) putWay(work, context.localId, { ...way, gives });
        return state;
      });
    }
    await parts.linking.judge(id, verdict);
  },
  dropAgain: async (id) => {
    if (isWayBack(id)) await program.parts()?.linking.drop(id);
    if (program.openId() === id) await program.open(undefined);
  },
  acknowledgeChange: async (id) => {
    const known = program.parts()?.conversations.get(id);
    return known ? contacts.noteNoticed(known) : false;
  },
});

/** Makes another invitation in the place of one: into the same conversation. */
export const renewWay = async (
  program: Program,
  commands: Pick<AgainCommands, 'pairAgain'>,
  id: string,
): Promise<void> => {
  const parts = program.parts();
  const suite = program.ports.suite;
  const target =
    parts &&
    leadsInto({ suite, pairings: parts.pairings, conversations: parts.conversations.list() }, id);
  await parts?.pairings.cancel(id);
  if (target) await commands.pairAgain(target.id);
  else await program.open(undefined);
};
