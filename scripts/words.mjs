/**
 * `npm run words`: collects the words of the screen and writes src/ui/words/generated/, with the
 * pseudo-locale en-XA made here: every letter accented, the text longer, in brackets. On a screen
 * shown in it, whatever is plain was never marked for translation, and whatever is cut off would
 * be cut off in a longer language. With --check it only says whether the committed file is current.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { at } from './paths.mjs';
import { runBin } from './run.mjs';

const pseudoLocale = 'en-XA';
const committed = at('src/ui/words/generated', `${pseudoLocale}.ts`);
const exchange = at('.cache/xliff', `${pseudoLocale}.xlf`);

const plain = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const accented = 'áƀçđéƒğĥíĵķļɱñóþǫŕšŧúṽŵẋýžÁƁÇĐÉƑĞĤÍĴĶĻṀÑÓÞǪŔŠŦÚṼŴẊÝŽ';
const accents = new Map([...plain].map((letter, index) => [letter, [...accented][index]]));

/** @param {string} source an XLIFF source; its tags and entities stay as they are */
export function pseudo(source) {
  const parts = source.split(/(<[^>]*>|&[^;]+;)/);
  const letters = parts.filter((_, index) => index % 2 === 0).join('').length;
  const words = parts.map((part, index) => (index % 2 === 0 ? accent(part) : part)).join('');
  return `⟦${words}${'·'.repeat(Math.ceil(letters * 0.4))}⟧`;
}

function accent(text) {
  return [...text].map((letter) => accents.get(letter) ?? letter).join('');
}

/** @returns {Promise<string>} the pseudo-locale's module, as lit-localize writes it */
async function generate() {
  rmSync(at('.cache/xliff'), { recursive: true, force: true });
  await localize('extract');
  const units = readFileSync(exchange, 'utf8').replace(
    /<source>([\s\S]*?)<\/source>/g,
    (unit, source) => `${unit}\n  <target>${pseudo(source)}</target>`,
  );
  writeFileSync(exchange, units);
  await localize('build');
  return readFileSync(at('.cache/words', `${pseudoLocale}.ts`), 'utf8');
}

async function localize(step) {
  const { code, output } = await runBin('lit-localize', [step], { quiet: true });
  if (code === 0) return;
  console.error(output);
  process.exit(1);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const words = await generate();
  const isCurrent = existsSync(committed) && readFileSync(committed, 'utf8') === words;
  console.log(`${words.match(/^\s*'\w+':/gm)?.length ?? 0} texts`);
  if (isCurrent) {
    // Left alone, so that its time does not make the build stale.
  } else if (process.argv.includes('--check')) {
    console.error('The words of the screen have changed: run "npm run words" and commit.');
    process.exitCode = 1;
  } else {
    mkdirSync(dirname(committed), { recursive: true });
    writeFileSync(committed, words);
  }
}
