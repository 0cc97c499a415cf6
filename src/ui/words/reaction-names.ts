/** The reactions that are offered, with their names; a contact may send others. */

import { msg } from '@lit/localize';

export type OfferedReaction = { readonly emoji: string; readonly name: () => string };

export const offeredReactions: readonly OfferedReaction[] = [
  { emoji: '👍', name: () => msg('Thumbs up') },
  { emoji: '❤️', name: () => msg('Heart') },
  { emoji: '😂', name: () => msg('Laughing') },
  { emoji: '😮', name: () => msg('Surprised') },
  { emoji: '😢', name: () => msg('Sad') },
  { emoji: '🙏', name: () => msg('Thank you') },
  { emoji: '🎉', name: () => msg('Celebration') },
  { emoji: '👏', name: () => msg('Applause') },
  { emoji: '🔥', name: () => msg('Fire') },
  { emoji: '👀', name: () => msg('Looking') },
  { emoji: '🤔', name: () => msg('Thinking') },
  { emoji: '🙂', name: () => msg('Smile') },
  { emoji: '😍', name: () => msg('In love') },
  { emoji: '🥳', name: () => msg('Party') },
  { emoji: '😅', name: () => msg('Relieved') },
  { emoji: '🤗', name: () => msg('Hug') },
  { emoji: '😴', name: () => msg('Sleepy') },
  { emoji: '👎', name: () => msg('Thumbs down') },
  { emoji: '✅', name: () => msg('Done') },
  { emoji: '💯', name: () => msg('Full marks') },
  { emoji: '🍇', name: () => msg('Grapes') },
  { emoji: '☕', name: () => msg('Coffee') },
  { emoji: '🌱', name: () => msg('Sprout') },
  { emoji: '🌟', name: () => msg('Star') },
];

/** The emoji itself where we have no name for it: screen readers know most of them. */
export function reactionName(emoji: string): string {
  return offeredReactions.find((offered) => offered.emoji === emoji)?.name() ?? emoji;
}
