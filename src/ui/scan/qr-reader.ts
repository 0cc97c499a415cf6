/** The page's side of the worker that reads QR codes: a picture in, what was found out. */

export type Reading =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'nothing' }
  /** The file is no picture that this browser knows. */
  | { readonly kind: 'unreadable' }
  /** The worker did not load or fell over; it answers nothing more. */
  | { readonly kind: 'broken' };

/** What the worker is sent; it answers with the same id and a reading. */
export type Asked = { readonly id: number; readonly source: ImageBitmap | Blob };
type Answer = { readonly id: number; readonly reading: Reading };

export interface QrReader {
  /** A frame is handed over and is gone afterwards. */
  read(source: ImageBitmap | Blob): Promise<Reading>;
  /** Ends the worker; what it was still asked is answered with nothing. */
  close(): void;
}

export function createQrReader(): QrReader {
  const worker = new Worker(new URL('./reader-worker.ts', import.meta.url), { type: 'module' });
  const waiting = new Map<number, (reading: Reading) => void>();
  let asked = 0;
  let ended: Reading | undefined;

  const end = (reading: Reading) => {
    ended ??= reading;
    worker.terminate();
    for (const answer of waiting.values()) answer(ended);
    waiting.clear();
  };
  worker.addEventListener('error', () => end({ kind: 'broken' }));
  worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => {
    waiting.get(data.id)?.(data.reading);
    waiting.delete(data.id);
  });

  return {
    read: (source) =>
      new Promise((resolve) => {
        if (ended !== undefined) return resolve(ended);
        asked += 1;
        waiting.set(asked, resolve);
        const message: Asked = { id: asked, source };
        worker.postMessage(message, source instanceof ImageBitmap ? [source] : []);
      }),
    close: () => end({ kind: 'nothing' }),
  };
}
