/**
 * Finds import cycles among our own files. Type-only imports do not count: they are gone when the
 * code runs, so they cannot bite. Each cycle is printed once, as the path that closes it.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { at, root } from './paths.mjs';

const folders = ['src', 'sw', 'signaling', 'test'];

/** `import x from '…'`, `export { x } from '…'`, `import '…'` and `import('…')`, of own files. */
const importPattern =
  /(?:^|[\n;])\s*(?:import|export)\s+(?!type\b)(?:[^'";]*?\sfrom\s*)?['"](\.[^'"]+)['"]|\bimport\(\s*['"](\.[^'"]+)['"]\s*\)/g;

/** @param {string} source @returns {string[]} the relative specifiers it needs at run time */
export function runtimeImports(source) {
  const code = source.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
  return [...code.matchAll(importPattern)]
    .filter(([statement]) => !hasOnlyTypes(statement))
    .map(([, named, dynamic]) => named ?? dynamic);
}

/**
 * @param {ReadonlyMap<string, readonly string[]>} graph file → files it imports
 * @returns {string[][]} each cycle as its files, the first one repeated at the end
 */
export function findCycles(graph) {
  const done = new Set();
  const path = [];
  const cycles = [];
  const visit = (file) => {
    const start = path.indexOf(file);
    if (start >= 0) return void cycles.push([...path.slice(start), file]);
    if (done.has(file)) return;
    path.push(file);
    for (const next of graph.get(file) ?? []) visit(next);
    path.pop();
    done.add(file);
  };
  for (const file of graph.keys()) visit(file);
  return cycles;
}

function readGraph() {
  const files = folders.flatMap((folder) => typescriptFiles(at(folder)));
  return new Map(
    files.map((file) => {
      const imports = runtimeImports(readFileSync(file, 'utf8'));
      return [file, imports.map((specifier) => resolve(dirname(file), specifier))];
    }),
  );
}

function hasOnlyTypes(statement) {
  const names = /\{([^}]*)\}\s*from/.exec(statement)?.[1];
  if (names === undefined || /(?:import|export)\s+[\w$*]/.test(statement)) return false;
  return names
    .split(',')
    .filter((name) => name.trim() !== '')
    .every((name) => name.trim().startsWith('type '));
}

function typescriptFiles(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name));
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const graph = readGraph();
  const cycles = findCycles(graph);
  for (const cycle of cycles) console.error(cycle.map((file) => relative(root, file)).join(' → '));
  console.log(`${graph.size} files, ${cycles.length} import cycles`);
  process.exitCode = cycles.length === 0 ? 0 : 1;
}
