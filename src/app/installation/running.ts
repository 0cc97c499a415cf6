/** The programs of the profiles: one for each, begun and ended as the list says. */

import { createProgram, type RunningApp } from '../program.ts';
import type { Ports } from '../ports.ts';
import type { ProfileEntry } from './profile-list.ts';

export type RunningProfile = {
  readonly entry: ProfileEntry;
  readonly program: RunningApp;
  /** Resolves when it is open, or says in its snapshot why it cannot be. */
  readonly started: Promise<void>;
};

export interface Running {
  list(): readonly RunningProfile[];
  get(id: string): RunningProfile | undefined;
  /** Begins what is new and ends what is gone; `first` is begun before all others. */
  follow(entries: readonly ProfileEntry[], first: string): Promise<void>;
  close(): void;
}

export type RunningOptions = {
  readonly ports: (entry: ProfileEntry) => Ports;
  /** Before it starts. */
  readonly created: (entry: ProfileEntry, program: RunningApp) => void;
  readonly changed: () => void;
};

export const createRunning = ({ ports, created, changed }: RunningOptions): Running => {
  const profiles = new Map<string, RunningProfile>();
  let order: readonly string[] = [];

  const begin = (entry: ProfileEntry): RunningProfile => {
    const program = createProgram(ports(entry));
    program.subscribe(changed);
    created(entry, program);
    const profile = { entry, program, started: start(program, entry) };
    profiles.set(entry.id, profile);
    return profile;
  };

  const end = (id: string): void => {
    profiles.get(id)?.program.close();
    profiles.delete(id);
  };

  const list = (): readonly RunningProfile[] => order.flatMap((id) => profiles.get(id) ?? []);

  return {
    list,
    get: (id) => profiles.get(id),
    follow: async (entries, first) => {
      order = entries.map(({ id }) => id);
      for (const id of [...profiles.keys()]) if (!order.includes(id)) end(id);
      const missing = entries.filter(({ id }) => !profiles.has(id));
      const urgent = missing.find(({ id }) => id === first);
      if (urgent) await begin(urgent).started;
      await Promise.all(
        missing.flatMap((entry) =>
          // Meanwhile the list may have been followed again.
          profiles.has(entry.id) || !order.includes(entry.id) ? [] : begin(entry).started,
        ),
      );
    },
    close: () => {
      order = [];
      for (const id of [...profiles.keys()]) end(id);
    },
  };
};

/** One that was added takes its name from the list, whatever came in between. */
const start = async (program: RunningApp, entry: ProfileEntry): Promise<void> => {
  await program.start();
  if (program.snapshot().phase === 'welcome' && entry.name !== '') {
    await program.commands.createProfile(entry.name);
  }
};
