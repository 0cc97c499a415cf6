/** Gets Chromium and Firefox for the tests where that is simple, and says what to do elsewhere. */
import { existsSync } from 'node:fs';
import { findBrowser } from './browsers.mjs';
import { run } from './run.mjs';

const packages = { chromium: 'chromium', firefox: 'firefox-esr' };
/** Without fonts a bare machine measures widths of nothing; with these, what most people see. */
const fonts = ['fonts-noto-core', 'fonts-noto-color-emoji'];

/** @returns {Promise<boolean>} whether both are there in the end */
export async function installBrowsers() {
  const missing = missingBrowsers();
  if (missing.length > 0 && canInstall()) await install(missing);
  for (const name of missingBrowsers()) console.error(wordsFor(name));
  return missingBrowsers().length === 0;
}

function missingBrowsers() {
  return Object.keys(packages).filter((name) => findBrowser(name) === null);
}

function canInstall() {
  return process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
}

async function install(names) {
  console.log(`Installing ${names.join(' and ')} (apt-get) ...`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...args) => run('apt-get', ['-q', ...args], { env });
  await apt('update');
  const wanted = [...names.map((name) => packages[name]), ...fonts];
  await apt('install', '-y', '--no-install-recommends', ...wanted);
}

function wordsFor(name) {
  const variable = `${name.toUpperCase()}_PATH`;
  return (
    `The tests need ${name}, and it was not found. Install it ` +
    `(on Debian: sudo apt-get install ${packages[name]}), ` +
    `or put the path of its program into ${variable}.`
  );
}
