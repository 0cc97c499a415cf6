/**
 * What must be there before anything else can run: a Node that is new enough, and the packages that
 * package-lock.json names. Only Node's own modules are imported here.
 */
import { existsSync, readFileSync } from 'node:fs';
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

/** Installs the packages when they are missing or others than package-lock.json names. */
export async function installPackages() {
  if (packagesAreCurrent()) return;
  console.log('Installing packages (npm ci) ...');
  const isWindows = process.platform === 'win32';
  const { code } = await run(isWindows ? 'npm.cmd' : 'npm', ['ci', '--no-fund', '--no-audit']);
  if (code === 0) return;
  console.error('The packages could not be installed; npm says why above. Then try again.');
  process.exit(1);
}

/**
 * Compares what npm noted down after installing with what is wanted, not their times: a checkout or
 * a copy makes files younger without changing them. Optional packages are left out, because which
 * of them are installed depends on the system.
 */
function packagesAreCurrent() {
  const installed = at('node_modules', '.package-lock.json');
  if (!existsSync(installed)) return false;
  const wanted = readPackages(at('package-lock.json'));
  const present = readPackages(installed);
  return Object.entries(wanted)
    .filter(([path, { optional }]) => path !== '' && !optional)
    .every(([path, { version }]) => present[path]?.version === version);
}

function readPackages(lockFile) {
  return JSON.parse(readFileSync(lockFile, 'utf8')).packages;
}
