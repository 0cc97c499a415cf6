/**
 * Holds docs/SPEC.md and the tests together. Lists rules that no test cites, and tests that cite no
 * rule; both lists have to be empty. A cited id must be a rule, and a rule has one number only.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { at } from './paths.mjs';
import { testTitles } from './test-titles.mjs';

const idPattern = /[A-Z]-\d+/g;
const citing = /^(?:[A-Z]-\d+(?:\s*,\s*)?)+:/;

/** @returns {string[]} ids in the order of the text, repeated where the text repeats them */
export function rulesOf(spec) {
  return [...spec.matchAll(/^[\s*|>-]*\**([A-Z]-\d+)\b/gm)].map(([, id]) => id);
}

/** @returns {string[]} ids that open a test title, `J-3: …` or `J-3, J-4: …`; none if it cites none */
export function citationsOf(title) {
  return citing.exec(title)?.[0].match(idPattern) ?? [];
}

function testFiles() {
  return readdirSync(at('test'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name));
}

function check() {
  const rules = rulesOf(readFileSync(at('docs', 'SPEC.md'), 'utf8'));
  const tests = testFiles().flatMap((file) =>
    testTitles(readFileSync(file, 'utf8')).map((title) => ({
      place: `${relative(at('.'), file)}: ${title || 'a computed title'}`,
      cited: citationsOf(title),
    })),
  );
  const known = new Set(rules);
  const cited = new Set(tests.flatMap((test) => test.cited));
  const lists = {
    'Rules with two numbers': [...known].filter(
      (id) => rules.indexOf(id) !== rules.lastIndexOf(id),
    ),
    'Cited, but not a rule': [...cited].filter((id) => !known.has(id)),
    'Rules without a test': [...known].filter((id) => !cited.has(id)),
    'Tests without a rule': tests
      .filter((test) => test.cited.length === 0)
      .map(({ place }) => place),
  };
  for (const [title, list] of Object.entries(lists)) {
    if (list.length > 0) console.error(`${title}:\n  ${list.join('\n  ')}`);
  }
  const isGood = Object.values(lists).every((list) => list.length === 0);
  console.log(`${known.size} rules, ${tests.length} tests${isGood ? ', each with the other' : ''}`);
  process.exitCode = isGood ? 0 : 1;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) check();
