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
  plugins: [contentSecurity, signalingNode],
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
  },
  server: { port: Number(process.env['PORT'] ?? 8080), strictPort: true, host: 'localhost' },
});
