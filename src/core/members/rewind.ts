/** What is known of a writer, without what it said from some control entry on. */

import { equalBytes } from '../bytes/compare.ts';
import { createState, type MembersState } from './roster.ts';

/**
 * As if nothing had been applied of the writer's control feed from `length` on, but for its name and
 * its KEM key. For a writer that ends there: nobody seals anything to it any more.
 */
export const rewindWriter = (
  { writers, facts }: MembersState,
  writer: Uint8Array,
  length: number,
): MembersState =>
  createState(
    writers.map((each) =>
      equalBytes(each.certificate.writer, writer)
        ? {
            ...each,
            length: Math.min(each.length, length),
            announcements: each.announcements.filter(({ sequence }) => sequence < length),
          }
        : each,
    ),
    facts.filter(({ author, sequence }) => sequence < length || !equalBytes(author, writer)),
  );
