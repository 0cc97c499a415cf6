/**
 * The sandbox: every screen and state without a program behind it. `npx vite --config
 * test/ui/sandbox/vite.config.ts`, then `/?state=conversation`. Never part of the app's build.
 */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: './',
  publicDir: false,
  logLevel: 'warn',
  build: {
    outDir: fileURLToPath(new URL('../../../.cache/sandbox', import.meta.url)),
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: { port: 8090, host: 'localhost' },
});
