/**
 * In virtual time nothing is loaded meanwhile. So all that the app loads when it is first needed is
 * here before, and no test depends on how long that takes.
 */
import '../../../src/app/backup/commands.ts';
import '../../../src/app/contacts/load-book.ts';
import '../../../src/app/conversation/mend-own.ts';
import '../../../src/app/conversation/own-fork.ts';
import '../../../src/app/conversation/own-loss.ts';
import { lateLinking } from '../../../src/app/installation/late-linking.ts';
import { lateNetwork } from '../../../src/app/late-network.ts';

await lateLinking.load();
await lateNetwork.load();
