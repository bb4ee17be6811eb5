import { openBenchDatabase } from './bench-database.ts';
import { benchDrain } from './bench-drain.ts';
import { benchEmailLists } from './bench-email-lists.ts';
import { benchGateway } from './bench-gateway.ts';
import { benchImap } from './bench-imap.ts';
import { benchIncomingLists } from './bench-incoming-lists.ts';
import { benchSending } from './bench-sending.ts';

/**
 * `npm run bench [sending|gateway|imap|drain|lists]`: figures, each beside a peer measured in the same run. `lists:emails`
 * and `lists:incoming` ask for one half of the lists. Asserts nothing.
 */
const parts = {
  sending: benchSending,
  gateway: benchGateway,
  imap: benchImap,
  drain: benchDrain,
  'lists:emails': benchEmailLists,
  'lists:incoming': benchIncomingLists,
};
const asked = process.argv.slice(2);
const bench = await openBenchDatabase();
try {
  for (const [name, run] of Object.entries(parts)) {
    const isAsked = asked.some((word) => name === word || name.startsWith(`${word}:`));
    if (asked.length === 0 || isAsked) await run(bench);
  }
} finally {
  await bench.close();
}
