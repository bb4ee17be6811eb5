import { bodyOf, type Json } from '../../setup/api-client.ts';
import { eventually } from '../../setup/eventually.ts';
import type { Company } from './company.ts';

/** Far more than any loop may take. */
const mostRounds = 40;

/**
 * Lets badly written programs answer every mail that reaches one of their addresses, to whoever it says wrote it and
 * without a word that they are programs, until nothing reaches them any more.
 * @returns what each of them got
 * @throws Error when they never stop
 */
export async function answerEverything(company: Company, programs: string[]): Promise<Map<string, Json[]>> {
  const got = new Map(programs.map((address) => [address, [] as Json[]]));
  let last = 0;
  for (let round = 0; round < mostRounds; round++) {
    await untilAllIsSent(company);
    const path = `/sandbox/messages?limit=200&id__gte=${last + 1}`;
    const mails = bodyOf(await company.api.get(path)).items.toSorted((a: Json, b: Json) => a.id - b.id);
    if (mails.length === 0) return got;
    for (const mail of mails) {
      last = Math.max(last, mail.id);
      for (const address of programs.filter((one) => mail.recipients.includes(one))) {
        got.get(address)?.push(mail);
        const answer = { from: address, text: `Thank you. This is answer ${got.get(address)?.length} of ${address}.` };
        bodyOf(await company.api.post(`/sandbox/messages/${mail.id}/reply`, answer));
      }
    }
  }
  throw new Error(
    `still answering after ${mostRounds} rounds: ${JSON.stringify([...got.values()].map((x) => x.length))}`,
  );
}

async function untilAllIsSent({ api }: Company): Promise<void> {
  await eventually(async () =>
    bodyOf(await api.get('/emails?limit=1&state=outgoing,sending')).items.length === 0 ? true : null,
  );
}
