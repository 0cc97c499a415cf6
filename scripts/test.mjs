/**
 * `npm test`: installs what is missing, runs every check and every suite one after the other, and
 * ends with one line: `N passed, N failed, N skipped`.
 */
import { checkNodeVersion, installPackages } from './prepare.mjs';

checkNodeVersion();
await installPackages();

// Only now: these need the packages.
const { installBrowsers } = await import('./install-browsers.mjs');
const { browserSuite, checkSuite, journeySuite, simSuite, unitSuite } =
  await import('./suites.mjs');
const { printTable } = await import('./report.mjs');

const rows = [];
const hasBrowsers = await installBrowsers();
rows.push(...(await checkSuite()));
rows.push(...(await unitSuite()));
rows.push(...(await simSuite()));
if (hasBrowsers) {
  rows.push(...(await browserSuite()));
  rows.push(...(await journeySuite()));
} else {
  rows.push(['browsers', { passed: 0, failed: 1, skipped: 0 }]);
}
process.exitCode = printTable(rows) === 0 ? 0 : 1;
