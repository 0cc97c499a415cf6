/**
 * The reader's place in the log, by a message and not by pixels: messages may
 * be added above and between, and the one that is being read must not move.
 */

export type Place = { readonly id: string; readonly top: number };

const END_SLACK = 48;

export function isAtEnd(log: HTMLElement): boolean {
  return log.scrollHeight - log.scrollTop - log.clientHeight < END_SLACK;
}

/** The first message that is in sight, and where. */
export function takePlace(log: HTMLElement | null): Place | undefined {
  if (log === null) return undefined;
  const top = log.getBoundingClientRect().top;
  const row = rowsOf(log).find((each) => each.getBoundingClientRect().bottom > top);
  const id = row?.dataset['id'];
  return row === undefined || id === undefined
    ? undefined
    : { id, top: row.getBoundingClientRect().top };
}

/** Scrolls so that the message stands where it stood. */
export function holdPlace(log: HTMLElement | null, place: Place): void {
  const row = log?.querySelector(`.message[data-id="${CSS.escape(place.id)}"]`);
  if (log === null || !row) return;
  log.scrollTop += row.getBoundingClientRect().top - place.top;
}

/** The last of the wanted messages whose end has been in sight. */
export function lastVisible(log: HTMLElement, wanted: ReadonlySet<string>): string | undefined {
  const bottom = log.getBoundingClientRect().bottom + 8;
  const row = rowsOf(log).findLast(
    (each) => wanted.has(each.dataset['id'] ?? '') && each.getBoundingClientRect().bottom <= bottom,
  );
  return row?.dataset['id'];
}

function rowsOf(log: HTMLElement): HTMLElement[] {
  return [...log.querySelectorAll<HTMLElement>('.message')];
}
