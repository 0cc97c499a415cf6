/** The styles inside an exported page, on a screen and on paper. */

export const pageStyle = `
:root { color-scheme: light dark; }
body { max-width: 44rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif; }
h1 { margin: 0 0 0.25rem; font-size: 1.5rem; overflow-wrap: anywhere; }
header p { margin: 0 0 2rem; opacity: 0.75; }
article { margin: 0 0 1rem; padding: 0.6rem 0.9rem; border: 1px solid #8886; border-radius: 0.8rem; break-inside: avoid; }
article.own { margin-inline-start: 3rem; background: #8882; }
article:not(.own) { margin-inline-end: 3rem; }
h2 { margin: 0 0 0.3rem; font-size: 0.875rem; }
time { font-weight: 400; opacity: 0.75; }
.text { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
.none { margin: 0; font-style: italic; opacity: 0.75; }
.reactions { margin: 0.4rem 0 0; font-size: 0.875rem; }
blockquote { margin: 0 0 0.4rem; padding-inline-start: 0.7rem; border-inline-start: 3px solid #8888; font-size: 0.875rem; white-space: pre-wrap; overflow-wrap: anywhere; }
blockquote a { color: inherit; text-decoration: none; }
@media print { body { max-width: none; margin: 0; } article { border-color: #999; } }
`;
