/** A conversation as JSON, one message a line (docs/PROTOCOL.md, "Exported conversation"). */

import { zonedTime } from '../../words/times.ts';
import type { ExportedMessage, ExportFormat } from './format.ts';

const FORMAT = 'grapevine-conversation';
const VERSION = 1;

export const jsonFormat: ExportFormat = {
  extension: 'json',
  type: 'application/json',
  begin: ({ contact, time }) => {
    const head = { format: FORMAT, version: VERSION, exported: zonedTime(time), contact };
    return `${JSON.stringify(head).slice(0, -1)},"messages":[`;
  },
  message: (message) =>
    `${message.number > 1 ? ',' : ''}\n${JSON.stringify(messageRecord(message))}`,
  end: () => '\n]}\n',
};

function messageRecord({ number, own, author, time, body, ...message }: ExportedMessage) {
  return {
    number,
    own,
    author,
    time: zonedTime(time),
    kind: body.kind === 'sealed' ? 'unreadable' : body.kind,
    ...(body.kind === 'text' && { text: body.text, edited: body.edited }),
    ...(message.clockAhead && { clockAhead: true }),
    ...(message.replyTo && {
      replyTo: {
        number: message.repliesTo ?? null,
        author: message.replyTo.author,
        text: message.replyTo.text ?? null,
      },
    }),
    reactions: message.reactions.map(({ emoji, names }) => ({ emoji, by: names })),
  };
}
