/** What the driver (journal.ts) calls in a page. */
import { mergeOurs, runOurs, seedOurs, type OpenAndAppend } from './ours.ts';
import { mergeRival, runRival, seedRival } from './rival.ts';

export interface JournalBench {
  /** Stores the fixtures of both; answers with the bytes that our records take. */
  seed(count: number): Promise<number>;
  open(whose: Whose, count: number): Promise<OpenAndAppend>;
  merge(whose: Whose, count: number): Promise<number>;
}

export type Whose = 'ours' | 'rival';

declare global {
  interface Window {
    journalBench: JournalBench;
  }
}

const fetched = async (path: string): Promise<Uint8Array> =>
  new Uint8Array(await (await fetch(path)).arrayBuffer());

window.journalBench = {
  seed: async (count) => {
    const stored = await seedOurs('ours-base', await fetched(`/${count}/base`));
    await seedOurs('ours-alice', await fetched(`/${count}/alice`));
    await seedOurs('ours-bob', await fetched(`/${count}/bob`));
    await seedRival({ base: 'rival-base', alice: 'rival-alice', bob: 'rival-bob' }, count);
    return stored;
  },
  open: (whose, count) =>
    whose === 'ours' ? runOurs('ours-base', count) : runRival('rival-base', count),
  merge: (whose, count) =>
    whose === 'ours'
      ? mergeOurs(['ours-alice', 'ours-bob'], count)
      : mergeRival(['rival-alice', 'rival-bob'], count),
};
