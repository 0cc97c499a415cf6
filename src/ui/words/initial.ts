/** The first character of a name as people see it (an emoji counts as one), for its round face. */
export function initial(name: string): string {
  // Most names begin with a letter that stands alone; the segmenter's tables take long to load.
  const letter = /^\p{L}(?![\p{M}\u200d])/u.exec(name)?.[0];
  return (letter ?? firstSegment(name)).toLocaleUpperCase();
}

function firstSegment(name: string): string {
  const first = new Intl.Segmenter().segment(name)[Symbol.iterator]().next();
  return first.done ? '' : first.value.segment;
}
