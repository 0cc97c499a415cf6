/**
 * The network as this tab knows it: at first hand while it leads, else from the
 * notes of the tab that does.
 */

import { lateNetwork } from './late-network.ts';
import type { Network } from './network.ts';
import type { Ports } from './ports.ts';
import type { ProblemBoard } from './problem-board.ts';
import type { ProgramParts } from './program-parts.ts';
import type { NetworkStatus } from './snapshot.ts';
import type { Note } from './tabs/notes.ts';

const RETRY_MS = 5_000;

export interface Leading {
  /** Loads what it takes to lead, also in a tab that does not: later it may not be there to be had. */
  prepare(): void;
  lead(): void;
  follow(): void;
  status(): NetworkStatus;
  /** A note that tells of the network, or asks for it. */
  hear(note: NetworkNote): void;
  wake(): void;
  close(): void;
}

export type NetworkNote = Extract<Note, { readonly kind: 'contact' | 'network' | 'ask' }>;

export type LeadingOptions = {
  readonly ports: Ports;
  readonly parts: () => ProgramParts | undefined;
  readonly problems: ProblemBoard;
  readonly tell: (note: Note) => void;
  readonly changed: () => void;
};

export const createLeading = ({
  ports,
  parts,
  problems,
  tell,
  changed,
}: LeadingOptions): Leading => {
  let isLeading = false;
  let cancelRetry = (): void => undefined;
  let network: Network | undefined;
  let signaling: NetworkStatus['signaling'] = 'connecting';

  const checkClock = (): void => {
    const verdict = parts()?.time.hear(network?.nodeTime() ?? null);
    if (verdict === 'doubtful') problems.raise('clock-doubtful');
    else problems.clear('clock-doubtful');
    if (verdict === 'confirmed') void parts()?.registers.restamp();
  };

  const answerAsk = (): void => {
    if (!network) return;
    tell({ kind: 'network', signaling });
    for (const [id, { presence, route }] of parts()?.conversations.contacts() ?? []) {
      tell({ kind: 'contact', id, presence, route });
    }
  };

  const begin = (): void => {
    const code = lateNetwork.now();
    if (!code || !isLeading || network) return;
    network = code.createNetwork(ports, (state) => {
      signaling = state;
      tell({ kind: 'network', signaling });
      // While it is let go of, the page may be about to freeze: nothing is begun then.
      if (network) checkClock();
      changed();
    });
    parts()?.pairings.lead(network.openPlace);
    parts()?.conversations.lead(network);
    parts()?.linking.lead();
    problems.clear('part-missing');
  };

  /** Without a connection, and before the worker keeps it, the code may not come at once. */
  const bring = async (): Promise<void> => {
    try {
      if (!lateNetwork.now()) await lateNetwork.load();
    } catch {
      if (isLeading) retryLater();
    }
    begin();
    if (isLeading) changed();
  };

  const retryLater = (): void => {
    // Some browsers keep to a failure until the page is loaded anew.
    problems.raise('part-missing');
    cancelRetry = ports.timers.after(RETRY_MS, () => void bring());
  };

  const leave = (): void => {
    isLeading = false;
    cancelRetry();
  };

  return {
    prepare: () => {
      // Whoever leads tries again, and tells a person.
      lateNetwork.load().catch(() => undefined);
    },
    lead: () => {
      isLeading = true;
      // In the same turn where the code is here.
      begin();
      if (network) changed();
      else void bring();
    },
    follow: () => {
      leave();
      parts()?.linking.follow();
      parts()?.conversations.follow();
      parts()?.pairings.follow();
      const left = network;
      network = undefined;
      left?.close();
      tell({ kind: 'ask' });
      changed();
    },
    status: () => ({
      signaling,
      webrtc: ports.transport.available,
      follower: !isLeading,
    }),
    hear: (note) => {
      if (note.kind === 'ask') return answerAsk();
      if (note.kind === 'network') {
        if (!network) signaling = note.signaling;
        return changed();
      }
      if (!network) parts()?.conversations.setContact(note.id, note);
    },
    wake: () => network?.wake(),
    close: () => {
      leave();
      network?.close();
    },
  };
};
