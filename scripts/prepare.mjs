/**
 * What must be there before anything else can run: a Node that is new enough, and the packages that
 * package-lock.json names. Only Node's own modules are imported here.
 */
import { existsSync, statSync } from 'node:fs';
import { at } from './paths.mjs';
import { run } from './run.mjs';

/** Ends the process with words when this Node is too old. */
export function checkNodeVersion() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(
    `Grapevine needs Node.js 20.19 or newer; this is ${process.versions.node}.\n` +
      'Install a current version from https://nodejs.org and try again.',
  );
  process.exit(1);
}

/** Installs the packages when they are missing or older than package-lock.json. */
export async function installPackages() {
  if (packagesAreCurrent()) return;
  console.log('Installing packages (npm ci) ...');
  const isWindows = process.platform === 'win32';
  const { code } = await run(isWindows ? 'npm.cmd' : 'npm', ['ci', '--no-fund', '--no-audit']);
  if (code === 0) return;
  console.error('The packages could not be installed; npm says why above. Then try again.');
  process.exit(1);
}

function packagesAreCurrent() {
  const installed = at('node_modules', '.package-lock.json');
  if (!existsSync(installed)) return false;
  return statSync(installed).mtimeMs >= statSync(at('package-lock.json')).mtimeMs;
}
