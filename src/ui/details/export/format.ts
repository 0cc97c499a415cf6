/** What every format of an exported conversation offers; each gives text piece by piece. */

import { msg } from '@lit/localize';
import type { Message } from '../../../app/snapshot.ts';

export type ExportHead = {
  readonly contact: string;
  /** Milliseconds since 1970, of this export. */
  readonly time: number;
};

/** `number` counts from 1; `repliesTo` is that of the quoted message where it is in the file. */
export type ExportedMessage = Message & {
  readonly number: number;
  readonly repliesTo: number | undefined;
};

export interface ExportFormat {
  readonly extension: 'txt' | 'html' | 'json';
  readonly type: string;
  begin(head: ExportHead): string;
  message(message: ExportedMessage): string;
  end(): string;
}

/** What stands in the place of a text that is not there; undefined where there is one. */
export function insteadOfText(body: Message['body']): string | undefined {
  switch (body.kind) {
    case 'text':
      return undefined;
    case 'deleted':
      return msg('Message deleted');
    case 'sealed':
      return msg('This message cannot be read on this device');
  }
}

/** What is to be known of a message beside who, when and what. */
export function marksOf({ body, clockAhead }: Message): readonly string[] {
  return [
    ...(body.kind === 'text' && body.edited ? [msg('edited')] : []),
    ...(clockAhead ? [msg('the writer’s clock was ahead')] : []),
  ];
}
