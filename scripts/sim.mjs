/**
 * `npm run sim -- --seeds N --from S`: runs N seeds of the simulator of test/sim from seed S on.
 * It is built first: the loader that starts TypeScript elsewhere makes every function slower.
 */
import { at, root } from './paths.mjs';
import { checkNodeVersion, installPackages } from './prepare.mjs';
import { run } from './run.mjs';

checkNodeVersion();
await installPackages();
const { build } = await import('vite');

await build({
  root,
  configFile: false,
  publicDir: false,
  logLevel: 'warn',
  ssr: { target: 'node' },
  build: {
    ssr: at('test/sim/main.ts'),
    outDir: '.cache/sim',
    target: 'node20',
    minify: false,
    // One file: what the app loads late would wait here for what waits for it.
    rolldownOptions: { output: { format: 'es', entryFileNames: 'main.js', codeSplitting: false } },
  },
});

const { code } = await run(process.execPath, [at('.cache/sim/main.js'), ...process.argv.slice(2)], {
  minutes: 120,
});
process.exitCode = code;
