/** `npm run screens`: pictures of every screen and state into docs/screens/ (test/ui/screens). */
import { at } from './paths.mjs';
import { checkNodeVersion, installPackages } from './prepare.mjs';
import { run } from './run.mjs';

checkNodeVersion();
await installPackages();

const file = at('test', 'ui', 'screens', 'gallery.ts');
const { code } = await run(process.execPath, ['--import', 'tsx', file], { minutes: 60 });
process.exitCode = code;
