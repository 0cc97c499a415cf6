/** `npm run bench -- NAME`: runs test/bench/NAME.ts on the built app; without a name, lists them. */
import { existsSync, readdirSync } from 'node:fs';
import { at } from './paths.mjs';
import { checkNodeVersion, installPackages } from './prepare.mjs';
import { run } from './run.mjs';
import { distIsStale } from './stale.mjs';

checkNodeVersion();
await installPackages();

const folder = at('test', 'bench');
const [name, ...rest] = process.argv.slice(2);
const names = existsSync(folder)
  ? readdirSync(folder)
      .filter((file) => file.endsWith('.ts'))
      .map((file) => file.slice(0, -'.ts'.length))
  : [];

if (name !== undefined && names.includes(name)) {
  process.exitCode = (await buildIfStale()) || (await measure());
} else {
  if (name !== undefined) console.error(`There is no bench named "${name}".`);
  console.log(`Benches: ${names.length > 0 ? names.join(', ') : 'none yet'}`);
  process.exitCode = name === undefined ? 0 : 1;
}

async function buildIfStale() {
  if (!distIsStale()) return 0;
  const { code } = await run(process.execPath, [at('scripts', 'build.mjs')]);
  return code;
}

async function measure() {
  const file = at('test', 'bench', `${name}.ts`);
  const { code } = await run(process.execPath, ['--import', 'tsx', file, ...rest], { minutes: 60 });
  return code;
}
