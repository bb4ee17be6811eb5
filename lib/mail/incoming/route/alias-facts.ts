import { noRecord } from '#lib/documents/document-definition.ts';
import { isDocumentModel, modelOf } from '#lib/documents/registry.ts';
import { normaliseAddress } from '#lib/mail/message/address.ts';
import { withoutToken } from '#lib/mail/message/signed-address.ts';
import type { Author } from '../thread/identify-author.ts';
import type { AliasDomainFacts, AliasFacts } from './facts.ts';
import type { AliasRow } from './load-known.ts';
import { followersOf, type ReadRecord } from './thread-matches.ts';

/** What routing needs to know of some aliases, with the records they stand for. */
export function aliasFacts(rows: AliasRow[], author: Author, records: ReadRecord): Promise<AliasFacts[]> {
  return Promise.all(rows.map((row) => factsOf(row, author, records)));
}

async function factsOf(row: AliasRow, author: Author, records: ReadRecord): Promise<AliasFacts> {
  const fixed = row.recordId === null ? noRecord : await records(row.model, row.recordId);
  const owner = row.ownerModel && row.ownerId ? await records(row.ownerModel, row.ownerId) : noRecord;
  const target = fixed.exists ? fixed : owner.exists ? owner : null;
  return {
    id: row.id,
    name: row.localPart,
    domain: row.domain,
    model: row.model,
    acceptsCreation: isDocumentModel(row.model) && modelOf(row.model).createFromMail !== undefined,
    policy: row.contactPolicy,
    verifiedOnly: row.requireVerifiedSender,
    localPartDetection: row.matchLocalPartOnly,
    acceptAutomatic: row.acceptAutomatic,
    hourlyLimit: row.hourlyLimit,
    takenThisHour: row.takenThisHour ?? 0,
    recordId: row.recordId,
    recordExists: fixed.exists,
    target: target && followersOf(target, author),
    companyId: target?.companyId ?? row.domainCompanyId,
    defaults: row.defaults,
  };
}

/** Tells our addresses from others: aliases, catchalls, bounce addresses; one without a domain stands on each of them. */
export function ownAddresses(
  aliases: Pick<AliasRow, 'localPart' | 'domain'>[],
  domains: AliasDomainFacts[],
): (address: string) => boolean {
  const names = domains.map(({ domain }) => domain);
  const own = new Set([
    ...domains.flatMap(({ domain, catchall, bounce }) => [`${catchall}@${domain}`, `${bounce}@${domain}`]),
    ...aliases.flatMap(({ localPart, domain }) => (domain ? [domain] : names).map((one) => `${localPart}@${one}`)),
  ]);
  return (address) => own.has(withoutToken(normaliseAddress(address)).toLowerCase());
}
