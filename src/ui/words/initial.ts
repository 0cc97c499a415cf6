/** The first character of a name as people see it (an emoji counts as one), for its round face. */
export function initial(name: string): string {
  const first = new Intl.Segmenter().segment(name)[Symbol.iterator]().next();
  return first.done ? '' : first.value.segment.toLocaleUpperCase();
}
