/** For `keydown` on a dialog: Escape closes that one alone, and nothing that it stands over. */
export function keepEscape(event: KeyboardEvent): void {
  if (event.key === 'Escape') event.stopPropagation();
}
