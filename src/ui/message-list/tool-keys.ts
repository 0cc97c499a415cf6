/** How the keyboard goes into the tools of a message, and through them. */

/** Enter goes from the message to its tools, Left and Right walk through them in a ring. */
export function walkTools(
  event: Pick<KeyboardEvent, 'key'>,
  row: HTMLElement | null,
  focused: Element | null,
): boolean {
  const tools = [...(row?.querySelectorAll<HTMLElement>('.tools button') ?? [])];
  const at = tools.findIndex((tool) => tool === focused);
  const to = target(event.key, at, focused === row);
  const tool = to === undefined ? undefined : tools.at(to % tools.length);
  tool?.focus();
  return tool !== undefined;
}

/** `at`: which tool has the focus, -1 when none has; `onMessage`: the message itself has it. */
function target(key: string, at: number, onMessage: boolean): number | undefined {
  if (key === 'Enter' && onMessage) return 0;
  if (key === 'ArrowRight' && at >= 0) return at + 1;
  if (key === 'ArrowLeft' && at >= 0) return at - 1;
  return undefined;
}
