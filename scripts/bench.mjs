/** `npm run bench -- NAME`: runs test/bench/NAME.ts; without a name, lists what there is. */
import { existsSync, readdirSync } from 'node:fs';
import { at } from './paths.mjs';
import { checkNodeVersion, installPackages } from './prepare.mjs';
import { run } from './run.mjs';

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
  const file = at('test', 'bench', `${name}.ts`);
  const { code } = await run(process.execPath, ['--import', 'tsx', file, ...rest], { minutes: 60 });
  process.exitCode = code;
} else {
  if (name !== undefined) console.error(`There is no bench named "${name}".`);
  console.log(`Benches: ${names.length > 0 ? names.join(', ') : 'none yet'}`);
  process.exitCode = name === undefined ? 0 : 1;
}
