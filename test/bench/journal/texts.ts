/** What is said in the bench's conversation, the same for both stores: a function of the place. */

export const TEXT_BYTES = 200;
export const NEWEST = 50;
/** Messages that each of two devices wrote while they were apart. */
export const APART = 1_000;

export type Side = 'alice' | 'bob';

/** 200 ASCII characters; `from`: 'both' until the two parted. */
export const textOf = (from: Side | 'both', index: number): string => {
  const words: string[] = [];
  for (let length = 0, seed = index + 1; length < TEXT_BYTES;) {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    const word = WORDS[seed >>> 27] ?? '';
    words.push(word);
    length += word.length + 1;
  }
  return `${from} ${index}: ${words.join(' ')}`.slice(0, TEXT_BYTES);
};

/** Who wrote the message: people say three things in a row on average. */
export const writerOf = (index: number): Side => {
  const mixed = Math.imul(Math.floor(index / 3) + 1, 2_654_435_761) >>> 0;
  return mixed & 0x8000 ? 'alice' : 'bob';
};

/** The texts at the end of a history of that many messages. */
export const newestOf = (count: number): readonly string[] =>
  Array.from({ length: NEWEST }, (_, i) => textOf('both', count - NEWEST + i));

/** 32 of them: five bits choose one. */
const WORDS = (
  'and the of to a in is you that it he was for on are as with his they I at be this have from or ' +
  'had by tomorrow evening perhaps grapevine'
).split(' ');
