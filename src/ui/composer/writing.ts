/**
 * What is in the field and what it is for, as values: a new message, a reply or
 * an edit. What was being written before an edit began is laid aside, and comes
 * back after it. Pure.
 */

export type Context = { readonly replyTo?: string; readonly editing?: string };

export type Written = { readonly text: string; readonly context: Context };

export type Writing = Written & { readonly aside: Written | undefined };

export const NOTHING_WRITTEN: Writing = { text: '', context: {}, aside: undefined };

export function startReply(writing: Writing, message: string): Writing {
  const kept = writing.context.editing === undefined ? writing : takeBack(writing);
  return { ...kept, context: { replyTo: message } };
}

/** `text`: of the message that is edited. */
export function startEdit(writing: Writing, message: string, text: string): Writing {
  const { context } = writing;
  const aside = context.editing === undefined ? { text: writing.text, context } : writing.aside;
  return { text, context: { editing: message }, aside };
}

/** Neither a reply nor an edit any more; an edit gives back what was laid aside. */
export function cancelContext(writing: Writing): Writing {
  return writing.context.editing === undefined ? { ...writing, context: {} } : takeBack(writing);
}

/** The field after its text went elsewhere: what was laid aside, or nothing. */
export function takeBack({ aside }: Writing): Writing {
  return aside === undefined ? NOTHING_WRITTEN : { ...aside, aside: undefined };
}

/** The field when what was sent comes back to it, and something else is in it by now. */
export function giveBack(writing: Writing, { text, context }: Written): Writing {
  if (context.editing !== undefined) {
    return { text, context, aside: { text: writing.text, context: writing.context } };
  }
  const both = writing.text === '' ? text : `${text}\n${writing.text}`;
  return { text: both, context, aside: writing.aside };
}
