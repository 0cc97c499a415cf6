/**
 * `npm start`: installs what is missing, builds what is stale, then becomes the node, which serves
 * the app too. `npm run node` does the same with --no-app. Everything else on the command line and
 * in the environment is the node's business.
 */
import { pathToFileURL } from 'node:url';
import { at } from './paths.mjs';
import { checkNodeVersion, installPackages } from './prepare.mjs';
import { run } from './run.mjs';
import { distIsStale } from './stale.mjs';

checkNodeVersion();
await installPackages();
if (distIsStale()) await buildAll();

// In this very process: signals, exit code and standard streams then need no passing on.
const entry = at('dist', 'node', 'main.js');
process.argv[1] = entry;
await import(pathToFileURL(entry).href);

async function buildAll() {
  console.log('Building ...');
  const { code } = await run(process.execPath, [at('scripts', 'build.mjs')]);
  if (code !== 0) process.exit(code);
}
