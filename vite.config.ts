/**
 * The app's build: hashed files, nothing inline (the content security policy forbids it), paths
 * relative to the page so that a copy works under any directory. In development the signalling node
 * answers on vite's own port, as it does in production.
 */
import { readFileSync } from 'node:fs';
import { Server } from 'node:http';
import { defineConfig, type Plugin } from 'vite';
import { pagePolicy } from './signaling/content-security.ts';
import { defaultLimits } from './signaling/options.ts';
import { attachSignaling } from './signaling/server.ts';

/**
 * Writes the policy into the built page. Not in development, where vite injects styles inline.
 */
const contentSecurity: Plugin = {
  name: 'content-security',
  apply: 'build',
  transformIndexHtml: () => [
    {
      tag: 'meta',
      attrs: { 'http-equiv': 'Content-Security-Policy', content: pagePolicy },
      injectTo: 'head-prepend',
    },
  ],
};

/**
 * What the first screen needs is one file, also where parts that come later use some of it: many
 * small files compress worse, and each is asked for by itself.
 */
const needed = new Set<string>();
const firstScreen: Plugin = {
  name: 'first-screen',
  apply: 'build',
  buildEnd() {
    const take = (id: string): void => {
      if (needed.has(id)) return;
      needed.add(id);
      for (const next of this.getModuleInfo(id)?.importedIds ?? []) take(next);
    };
    for (const id of this.getModuleIds()) if (this.getModuleInfo(id)?.isEntry) take(id);
  },
};

const signalingNode: Plugin = {
  name: 'signaling-node',
  apply: 'serve',
  configureServer({ httpServer }) {
    if (httpServer instanceof Server) {
      attachSignaling(httpServer, { limits: defaultLimits, trustProxy: false });
    }
  },
};

const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8')) as {
  version: string;
};

export default defineConfig({
  base: './',
  publicDir: 'public',
  define: { __VERSION__: JSON.stringify(version) },
  plugins: [contentSecurity, firstScreen, signalingNode],
  build: {
    outDir: 'dist/app',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    // The polyfill would be an inline script; every browser we name preloads modules by itself.
    modulePreload: { polyfill: false },
    // Read by scripts/check-size.mjs; scripts/build.mjs moves it out of what is served.
    manifest: 'chunks.json',
    reportCompressedSize: false,
    rolldownOptions: {
      output: { codeSplitting: { groups: [{ name: 'first', test: (id) => needed.has(id) }] } },
    },
  },
  server: { port: Number(process.env['PORT'] ?? 8080), strictPort: true, host: 'localhost' },
});
