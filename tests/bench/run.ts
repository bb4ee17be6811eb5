import { openBenchDatabase } from './bench-database.ts';
import { benchDrain } from './bench-drain.ts';
import { benchGateway } from './bench-gateway.ts';
import { benchImap } from './bench-imap.ts';
import { benchLists } from './bench-lists.ts';
import { benchSending } from './bench-sending.ts';

/** `npm run bench [sending|gateway|imap|drain|lists]`: figures, each beside a peer measured in the same run. Asserts nothing. */
const parts = { sending: benchSending, gateway: benchGateway, imap: benchImap, drain: benchDrain, lists: benchLists };
const asked = process.argv.slice(2);
const bench = await openBenchDatabase();
try {
  for (const [name, run] of Object.entries(parts)) {
    if (asked.length === 0 || asked.includes(name)) await run(bench);
  }
} finally {
  await bench.close();
}
