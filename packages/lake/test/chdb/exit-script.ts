import { ChdbSession } from '../../src/chdb/chdb-session.ts';

// Ends in one of several states: MODE FOLDER as arguments.
const [mode = '', tempParent = ''] = process.argv.slice(3);
const session = await ChdbSession.open({ tempParent });
await session.query('SELECT 1');
if (mode === 'closed') await session.close();
if (mode === 'busy') {
  // Not awaited: the process is to end in the middle of it.
  session.query('SELECT sum(sipHash64(number)) FROM numbers(100000000000)').catch(() => undefined);
  await new Promise((resolve) => setTimeout(resolve, 50));
}
console.log(`${mode} done`);
process.exit(0);
