import type { AliasFacts, RouteFacts, ThreadMatch } from '#lib/mail/incoming/route/facts.ts';

const address = (one: string) => ({ name: '', address: one });

/** Facts of an ordinary mail from a stranger to nobody we know; a test names what is different. */
export function factsFor(
  changes: Partial<Omit<RouteFacts, 'to' | 'cc'>> & { to?: string[]; cc?: string[] },
): RouteFacts {
  return {
    from: address('ada@example.com'),
    deliveredTo: [],
    resentTo: [],
    resentCc: [],
    returnPath: 'ada@example.com',
    tokens: { deliveryId: null, messageId: null, trace: [] },
    referredIds: [],
    duplicateOf: null,
    bounce: null,
    reportType: null,
    automatic: { kind: 'normal', mayAutoAnswer: true, signals: [] },
    spam: null,
    matches: [],
    aliases: [],
    domains: [{ domain: 'ours.example', catchall: 'catchall', bounce: 'bounce', companyId: 1 }],
    platformDomain: null,
    allowedDomains: [],
    author: { contactId: null, userId: null, isEmployee: false, verified: false },
    fallback: null,
    loop: { threshold: 20, minutes: 120, allowListed: false, created: {}, posted: {} },
    recentlyAnswered: false,
    ...changes,
    to: (changes.to ?? []).map(address),
    cc: (changes.cc ?? []).map(address),
  };
}

/** The alias sales@ours.example creating leads for everybody. */
export function aliasFor(changes: Partial<AliasFacts> = {}): AliasFacts {
  return {
    id: 1,
    name: 'sales',
    domain: 'ours.example',
    model: 'lead',
    acceptsCreation: true,
    policy: 'everyone',
    verifiedOnly: false,
    localPartDetection: false,
    acceptAutomatic: true,
    hourlyLimit: null,
    takenThisHour: 0,
    recordId: null,
    recordExists: false,
    target: null,
    companyId: 1,
    defaults: { team: 7 },
    ...changes,
  };
}

/** A public message on lead 10. */
export function matchFor(changes: Partial<ThreadMatch> = {}): ThreadMatch {
  return {
    messageRowId: 100,
    model: 'lead',
    recordId: 10,
    recordExists: true,
    isInternal: false,
    repliesElsewhere: false,
    followerCount: 1,
    authorFollows: false,
    ...changes,
  };
}
