/**
 * The 64 emoji that two people compare, in the order of the Matrix
 * specification's short authentication string (Client-Server API, "SAS method:
 * emoji"). Their names are words of the screen, by index.
 */

export const EMOJI: readonly string[] = [
  ...[
    '🐶',
    '🐱',
    '🦁',
    '🐎',
    '🦄',
    '🐷',
    '🐘',
    '🐰',
    '🐼',
    '🐓',
    '🐧',
    '🐢',
    '🐟',
    '🐙',
    '🦋',
    '🌷',
  ],
  ...[
    '🌳',
    '🌵',
    '🍄',
    '🌏',
    '🌙',
    '☁️',
    '🔥',
    '🍌',
    '🍎',
    '🍓',
    '🌽',
    '🍕',
    '🎂',
    '❤️',
    '😀',
    '🤖',
  ],
  ...[
    '🎩',
    '👓',
    '🔧',
    '🎅',
    '👍',
    '☂️',
    '⌛',
    '⏰',
    '🎁',
    '💡',
    '📕',
    '✏️',
    '📎',
    '✂️',
    '🔒',
    '🔑',
  ],
  ...[
    '🔨',
    '☎️',
    '🏁',
    '🚂',
    '🚲',
    '✈️',
    '🚀',
    '🏆',
    '⚽',
    '🎸',
    '🎺',
    '🔔',
    '⚓',
    '🎧',
    '📁',
    '📌',
  ],
];

const COUNT = 7;
const BITS = 6;

/** Seven indices of 6 bits each, the first 42 bits of `digest` (at least 6 bytes). */
export const emojiIndices = (digest: Uint8Array): readonly number[] => {
  const byteAt = (at: number): number => digest[at] ?? 0;
  return Array.from({ length: COUNT }, (_, i) => {
    const first = Math.floor((i * BITS) / 8);
    const twoBytes = byteAt(first) * 256 + byteAt(first + 1);
    return (twoBytes >> (16 - BITS - ((i * BITS) % 8))) & (2 ** BITS - 1);
  });
};
