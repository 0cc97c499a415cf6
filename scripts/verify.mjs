/** `npm run verify`: the fast part of the tests, for before every commit. */
import { installPackages, checkNodeVersion } from './prepare.mjs';
import { printTable } from './report.mjs';
import { checkSuite, unitSuite } from './suites.mjs';

checkNodeVersion();
await installPackages();
const rows = [...(await checkSuite()), ...(await unitSuite())];
process.exitCode = printTable(rows) === 0 ? 0 : 1;
