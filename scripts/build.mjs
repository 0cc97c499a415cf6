/**
 * Builds everything that runs: the app into dist/app, its service worker with the list of the
 * shell's files into dist/app/sw.js, the node into dist/node/main.js with its packages inside.
 */
import { rename, rm, writeFile } from 'node:fs/promises';
import { build } from 'vite';
import { injectManifest } from 'workbox-build';
import { at, root } from './paths.mjs';
import { buildStamp } from './stale.mjs';

// Whatever the shell says: vite would build an app for development, without its worker.
process.env.NODE_ENV = 'production';

await rm(buildStamp, { force: true });
await buildApp();
await buildWorker();
await buildNode();
await writeFile(buildStamp, '');

async function buildApp() {
  await build({ root, configFile: at('vite.config.ts'), logLevel: 'warn' });
  await rename(at('dist/app/chunks.json'), at('dist/chunks.json'));
}

/** A classic script, because a module worker is the younger feature and brings nothing here. */
async function buildWorker() {
  await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    build: {
      outDir: '.cache/worker',
      target: 'es2022',
      modulePreload: false,
      rolldownOptions: {
        input: at('sw/worker.ts'),
        output: { format: 'iife', entryFileNames: 'sw.js' },
      },
    },
  });
  const { count, size, warnings } = await injectManifest({
    swSrc: at('.cache/worker/sw.js'),
    swDest: at('dist/app/sw.js'),
    globDirectory: at('dist/app'),
    globPatterns: ['**/*.{html,js,css,svg,png,webmanifest,woff2}'],
    globIgnores: ['sw.js'],
    // Files under assets/ carry a hash of their content in their names.
    dontCacheBustURLsMatching: /^assets\//,
  });
  for (const warning of warnings) console.warn(warning);
  console.log(`The shell: ${count} files, ${(size / 1000).toFixed(0)} kB`);
}

async function buildNode() {
  await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    ssr: { noExternal: true, target: 'node' },
    build: {
      ssr: at('signaling/main.ts'),
      outDir: 'dist/node',
      target: 'node20',
      minify: false,
      rolldownOptions: { output: { format: 'es', entryFileNames: 'main.js' } },
    },
  });
}
