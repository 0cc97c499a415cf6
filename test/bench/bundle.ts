/** What the app weighs on the wire: before the first screen (scripts), and as a whole. */
import { firstScreenScripts, sumOf, wholeApp } from '../../scripts/weight.mjs';
import { report, rounded } from './support/figures.ts';

const first = firstScreenScripts();
const whole = wholeApp();
for (const [file, bytes] of [...whole].sort(([, a], [, b]) => b - a)) {
  const mark = first.some(([name]) => name === file) ? 'first' : '';
  console.log(`${(bytes / 1000).toFixed(1).padStart(7)} kB  ${mark.padEnd(5)}  ${file}`);
}
report({
  first_screen_kb_gzip: rounded(sumOf(first) / 1000),
  app_kb_gzip: rounded(sumOf(whole) / 1000),
});
