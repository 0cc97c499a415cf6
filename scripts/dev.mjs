/** `npm run dev`: the app from its sources, reloading on change, and the node on the same port. */
import { at, root } from './paths.mjs';
import { checkNodeVersion, installPackages } from './prepare.mjs';

checkNodeVersion();
await installPackages();

const { createServer } = await import('vite');
const server = await createServer({ root, configFile: at('vite.config.ts') });
await server.listen();
server.printUrls();
