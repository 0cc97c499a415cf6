/**
 * Quiet by choice: whether contacts are told what was read, that one types, and
 * that one is there. The profile says it for all conversations, each
 * conversation may say otherwise. docs/SPEC.md, A-80 to A-86.
 */

export const QUIET_PARTS = ['receipts', 'typing', 'presence'] as const;

export type QuietPart = (typeof QUIET_PARTS)[number];

/** True: it is told. */
export type Told = Readonly<Record<QuietPart, boolean>>;

/** Of one conversation: as the profile says, or otherwise. */
export const QUIET_CHOICES = ['profile', 'on', 'off'] as const;
export type QuietChoice = (typeof QUIET_CHOICES)[number];
export type QuietChoices = Readonly<Record<QuietPart, QuietChoice>>;

export const TELL_ALL: Told = { receipts: true, typing: true, presence: true };
export const AS_PROFILE: QuietChoices = {
  receipts: 'profile',
  typing: 'profile',
  presence: 'profile',
};

/** What is told in a conversation. Who does not say to be there does not say to type either. */
export const toldIn = (profile: Told, choices: QuietChoices): Told => {
  const isTold = (part: QuietPart): boolean =>
    choices[part] === 'profile' ? profile[part] : choices[part] === 'on';
  const presence = isTold('presence');
  return { receipts: isTold('receipts'), typing: presence && isTold('typing'), presence };
};
