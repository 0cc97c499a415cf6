/**
 * Property tests draw from one seed, so that what passed for a change passes again. `PROPERTY_SEED`
 * goes elsewhere: any whole number, or `random`.
 */
import fc from 'fast-check';

const asked = process.env['PROPERTY_SEED'] ?? '1';
if (asked !== 'random') fc.configureGlobal({ seed: Number(asked) });
