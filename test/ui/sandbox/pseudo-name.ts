/** Reads a word of the pseudo-locale back into plain letters. */

const plain = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const accented = 'áƀçđéƒğĥíĵķļɱñóþǫŕšŧúṽŵẋýžÁƁÇĐÉƑĞĤÍĴĶĻṀÑÓÞǪŔŠŦÚṼŴẊÝŽ';
const letters = new Map([...accented].map((letter, index) => [letter, [...plain][index] ?? '']));

export function pseudoName(name: string): string {
  const inside = name.replace(/^⟦|·*⟧$/gu, '');
  return [...inside].map((letter) => letters.get(letter) ?? letter).join('');
}
