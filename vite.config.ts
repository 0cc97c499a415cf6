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

const COMPILE_ALL = '//# allFunctionsCalledOnLoad';

/**
 * Chromium keeps the compiled form of a script that a service worker serves, but does not look for it
 * when a module asks for the file first: it reads the source anew at every start. When the same file
 * was asked for as a script just before, it does look.
 *
 * What the first screen is made of is compiled as a whole, beside the main thread, and so is kept as a
 * whole: not function by function while the screen waits. The browser wants the first line for this.
 *
 * Sources: third_party/blink/renderer/bindings/core/v8/script_streamer.cc of Chromium;
 * https://v8.dev/blog/explicit-compile-hints
 */
const keptCompiled: Plugin = {
  name: 'kept-compiled',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler: (html) => {
      const entry = /<script type="module" crossorigin src="([^"]+)">/;
      if (!entry.test(html)) throw new Error('The page has no entry as it used to be written.');
      return html.replace(
        entry,
        '<link rel="preload" as="script" crossorigin href="$1" />\n    $&',
      );
    },
  },
  // The line is not in what the names of files are made of.
  augmentChunkHash: () => COMPILE_ALL,
  generateBundle: {
    order: 'post',
    handler(_options, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type !== 'chunk') continue;
        const isConversation = file.facadeModuleId?.endsWith('/src/ui/conversation/element.ts');
        if (file.isEntry || isConversation) file.code = `${COMPILE_ALL}\n${file.code}`;
      }
    },
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
  plugins: [contentSecurity, firstScreen, keptCompiled, signalingNode],
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
