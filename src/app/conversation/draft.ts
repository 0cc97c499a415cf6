/** What a person typed and has not sent, kept over reloads in a record of its own. */

import { parseBytes } from '../../core/bytes/reader.ts';
import { createWriter } from '../../core/bytes/writer.ts';
import type { Draft } from '../snapshot.ts';
import type { Work } from '../store/work.ts';

export const EMPTY_DRAFT: Draft = { text: '', replyTo: undefined, editing: undefined };

const VERSION = 1;
/** More than a message may have, so that too long a text is kept while it is shortened. */
const MAX_TEXT = 2 ** 18;
const MAX_ID = 128;

export const readDraft = async (work: Work, localId: string): Promise<Draft> => {
  const bytes = await work.get('conversations', draftKey(localId));
  const parsed =
    bytes &&
    parseBytes(bytes, (reader) => {
      reader.require(reader.u8() === VERSION);
      const text = reader.text(MAX_TEXT);
      const replyTo = reader.text(MAX_ID) || undefined;
      return { text, replyTo, editing: reader.text(MAX_ID) || undefined };
    });
  return parsed?.ok ? parsed.value : EMPTY_DRAFT;
};

/** Begins to read it. */
export const aheadOfDraft = (work: Work, localId: string): void =>
  work.ahead('conversations', draftKey(localId));

/** An empty draft leaves no record. Text beyond what can be kept is cut. */
export const putDraft = (work: Work, localId: string, draft: Draft): void => {
  if (draft.text === '' && !draft.replyTo && !draft.editing) {
    work.remove('conversations', draftKey(localId));
    return;
  }
  const writer = createWriter()
    .u8(VERSION)
    .text(draft.text.slice(0, MAX_TEXT / 4));
  writer.text(draft.replyTo ?? '').text(draft.editing ?? '');
  work.put('conversations', draftKey(localId), writer.finish());
};

const draftKey = (localId: string) => [localId, 'draft'] as const;
