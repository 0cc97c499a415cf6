/** The looks of the page of trust: the app's colours and type, as far as one page needs them. */
export const trustStyle = `:root {
  color-scheme: light dark;
  --paper: #f8f3ea; --surface: #fffdf9; --line: #e3d8ca; --ink: #2a1e32; --soft: #61546b;
  --accent: #5d2c83; --on-accent: #ffffff; --leaf: #3a6a33; --sunken: #f1e9de;
  --title: 'Iowan Old Style', 'Palatino Linotype', Palatino, 'Noto Serif', Georgia, serif;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #141018; --surface: #1d1724; --line: #392e45; --ink: #f3edf7; --soft: #b9acc5;
    --accent: #c8a5f0; --on-accent: #22102f; --leaf: #a5d092; --sunken: #2a2133;
  }
}
@media (prefers-contrast: more) {
  :root { --line: currentcolor; --soft: var(--ink); }
}
* { box-sizing: border-box; }
body {
  margin: 0;
  background: var(--paper);
  color: var(--ink);
  font: 400 1rem/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif;
  -webkit-text-size-adjust: 100%;
}
main { max-inline-size: 40rem; margin-inline: auto; padding: 1.5rem 1rem 3rem; }
header { display: flex; align-items: center; gap: 0.75rem; margin-block-end: 1rem; }
h1, h2 { font-family: var(--title); font-weight: 600; line-height: 1.25; text-wrap: balance; }
h1 { font-size: clamp(1.5rem, 1.2rem + 2vw, 2rem); margin: 0; }
h2 { font-size: 1.1875rem; margin: 0 0 0.5rem; }
p { margin: 0 0 1rem; text-wrap: pretty; }
section, details {
  background: var(--surface);
  border: 1px solid var(--line);
  border-radius: 0.75rem;
}
section { padding: 1rem; margin-block-start: 1.5rem; }
section p:last-child { margin: 0; }
.mark { inline-size: 2.25rem; block-size: 3rem; flex: none; }
.grape { fill: var(--accent); }
.leaf { fill: var(--leaf); }
.stem { fill: none; stroke: var(--leaf); stroke-width: 17; stroke-linecap: round; }
.way { padding-inline-start: 1.5rem; }
.way > li { margin-block: 1.25rem; padding-inline-start: 0.25rem; }
.way > li::marker { font-weight: 600; }
details { margin-block-start: 0.5rem; }
summary { padding: 0.7rem 1rem; min-block-size: 2.75rem; cursor: pointer; font-weight: 600; }
details ol { margin: 0; padding: 0 1rem 1rem 2.25rem; }
details li { margin-block-start: 0.5rem; }
a { color: var(--accent); }
.button {
  display: inline-block;
  min-block-size: 2.75rem;
  padding: 0.6rem 1.25rem;
  border: 1px solid var(--accent);
  border-radius: 0.75rem;
  background: var(--accent);
  color: var(--on-accent);
  font-weight: 600;
  text-decoration: none;
}
.plain { background: transparent; color: var(--accent); }
.soft { color: var(--soft); font-size: 0.875rem; overflow-wrap: anywhere; }
.fingerprint {
  padding: 0.75rem 1rem;
  border-radius: 0.5rem;
  background: var(--sunken);
  font: 0.9375rem/1.6 ui-monospace, 'Cascadia Mono', Menlo, Consolas, monospace;
  overflow-x: auto;
  white-space: nowrap;
}
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
`;
