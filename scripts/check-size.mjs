/** Holds the JavaScript before the first usable screen to its budget. */
import { firstScreenScripts, sumOf } from './weight.mjs';

const limit = 160_000;
const aim = 110_000;

const sizes = firstScreenScripts();
const total = sumOf(sizes);

for (const [file, size] of sizes) console.log(`${inKilobytes(size)}  ${file}`);
console.log(
  `${inKilobytes(total)}  before the first screen (limit ${inKilobytes(limit).trim()}, ` +
    `aim ${inKilobytes(aim).trim()}${total > aim && total <= limit ? ': above the aim' : ''})`,
);
process.exitCode = total <= limit ? 0 : 1;

function inKilobytes(bytes) {
  return `${(bytes / 1000).toFixed(1).padStart(6)} kB`;
}
