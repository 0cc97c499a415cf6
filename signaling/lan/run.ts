/** `--lan` as a process: starts, prints, looks after the network each minute, and ends when told. */
import { hostname, networkInterfaces } from 'node:os';
import { err, ok } from '../../src/core/bytes/result.ts';
import type { Result } from '../../src/core/bytes/result.ts';
import type { NodeOptions } from '../options.ts';
import type { StartError } from '../server.ts';
import { createLan } from './lan.ts';
import { changedWords, faultWords, lanWords } from './words.ts';

export type LanProcess = { readonly words: string; stop(): Promise<void> };

/** What the node itself could not do, which the caller has words for, or words. */
export type LanFailure = StartError | { readonly words: string };

const MINUTE = 60_000;

/**
 * @param folder where the authority is kept
 * @param print takes what there is to say later
 */
export async function startLan(
  options: NodeOptions,
  folder: string,
  print: (words: string) => void,
): Promise<Result<LanProcess, LanFailure>> {
  const lan = createLan(options, folder, {
    interfaces: networkInterfaces,
    hostname,
    now: () => Date.now(),
  });
  const started = await lan.start();
  if (!started.ok) {
    const fault = started.error;
    return err(typeof fault === 'string' ? fault : { words: faultWords(fault) });
  }
  const watch = setInterval(() => void look(), MINUTE);
  watch.unref();

  async function look(): Promise<void> {
    const looked = await lan.refresh();
    if (!looked.ok) print(`${faultWords(looked.error)}\n`);
    else if (looked.value !== null) print(changedWords(looked.value));
  }

  return ok({
    words: lanWords(started.value),
    stop: () => {
      clearInterval(watch);
      return lan.stop();
    },
  });
}
