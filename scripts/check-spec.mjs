/**
 * Holds docs/SPEC.md and the tests together: a rule id in a test title must be a rule, a rule must
 * have one number only, and the rules that no test cites yet are listed.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { at } from './paths.mjs';

const idPattern = /[A-Z]-\d+/g;

/** @returns {string[]} ids in the order of the text, repeated where the text repeats them */
export function rulesOf(spec) {
  return [...spec.matchAll(/^[\s*|>-]*\**([A-Z]-\d+)\b/gm)].map(([, id]) => id);
}

/** @returns {string[]} ids that open a test title, `'J-3: …'` or `'J-3, J-4: …'` */
export function citationsOf(source) {
  return [...source.matchAll(/['"`]((?:[A-Z]-\d+(?:\s*,\s*)?)+):/g)].flatMap(
    ([, ids]) => ids.match(idPattern) ?? [],
  );
}

function testSources() {
  return readdirSync(at('test'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
}

function check() {
  if (!existsSync(at('docs', 'SPEC.md'))) return void console.log('There is no docs/SPEC.md yet.');
  const rules = rulesOf(readFileSync(at('docs', 'SPEC.md'), 'utf8'));
  const known = new Set(rules);
  const cited = new Set(testSources().flatMap(citationsOf));
  const doubled = [...known].filter((id) => rules.indexOf(id) !== rules.lastIndexOf(id));
  const unknown = [...cited].filter((id) => !known.has(id));
  const untested = [...known].filter((id) => !cited.has(id));
  if (doubled.length > 0) console.error(`Numbered twice: ${doubled.join(' ')}`);
  if (unknown.length > 0) console.error(`Cited by a test, but not a rule: ${unknown.join(' ')}`);
  if (untested.length > 0) console.log(`No test cites yet: ${untested.join(' ')}`);
  console.log(`${known.size} rules, ${known.size - untested.length} cited by tests`);
  process.exitCode = doubled.length + unknown.length === 0 ? 0 : 1;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) check();
