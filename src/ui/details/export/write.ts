/**
 * Makes the file of an export, a page of the history after the other. What is
 * done goes into a Blob at once, which the browser may keep on its disk.
 */

import type { HistoryPage } from '../../../app/snapshot.ts';
import type { ExportFormat, ExportHead } from './format.ts';

export type Exported =
  | { readonly kind: 'done'; readonly content: Blob; readonly count: number }
  | { readonly kind: 'cancelled' }
  /** The conversation could not be read to its end. */
  | { readonly kind: 'failed' };

export type ExportJob = {
  readonly pages: AsyncIterable<HistoryPage>;
  readonly format: ExportFormat;
  readonly head: ExportHead;
  readonly signal: AbortSignal;
  readonly progress: (done: number, total: number) => void;
};

export async function writeExport(job: ExportJob): Promise<Exported> {
  const { format, signal } = job;
  const parts: Blob[] = [new Blob([format.begin(job.head)])];
  const numbers = new Map<string, number>();
  for await (const { messages, total, isLast } of job.pages) {
    if (signal.aborted) return { kind: 'cancelled' };
    const texts = messages.map((message) => {
      const number = numbers.size + 1;
      numbers.set(message.id, number);
      return format.message({ ...message, number, repliesTo: numberOf(numbers, message.replyTo) });
    });
    parts.push(new Blob([texts.join('')]));
    job.progress(numbers.size, total);
    if (isLast) {
      const content = new Blob([...parts, format.end()], { type: format.type });
      return { kind: 'done', content, count: numbers.size };
    }
  }
  return { kind: signal.aborted ? 'cancelled' : 'failed' };
}

/** "Grapevine - Nadia Weber - 2026-03-01.txt", without what file systems do not take. */
export function fileName({ contact }: ExportHead, day: string, extension: string): string {
  const name = contact
    .replace(/[\p{Cc}\p{Cf}<>:"/\\|?*]/gu, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+|[. ]+$/g, '');
  return `${['Grapevine', ...(name === '' ? [] : [[...name].slice(0, 60).join('')]), day].join(' - ')}.${extension}`;
}

function numberOf(
  numbers: ReadonlyMap<string, number>,
  quote: { readonly id: string | undefined } | undefined,
): number | undefined {
  return quote?.id === undefined ? undefined : numbers.get(quote.id);
}
