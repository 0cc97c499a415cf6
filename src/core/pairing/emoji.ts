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
  const bits = Array.from(digest.subarray(0, 6), (byte) => byte.toString(2).padStart(8, '0')).join(
    '',
  );
  return Array.from({ length: COUNT }, (_, i) => parseInt(bits.slice(i * BITS, (i + 1) * BITS), 2));
};
