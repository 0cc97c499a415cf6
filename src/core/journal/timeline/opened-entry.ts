/** An authentic entry of a message feed after its payload was opened: what the timeline is made of. */

import type { Body, MessageOperation } from '../operations.ts';
import type { EntryRef } from './item.ts';

export type OpenedEntry = EntryRef & { readonly body: Body<MessageOperation> };
