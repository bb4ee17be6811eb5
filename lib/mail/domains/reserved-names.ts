/** Names that nobody can register (RFC 2606, RFC 6761): the public DNS is not asked about them, one's own resolvers are. */
export const reservedNames = /(?:^|\.)(?:example|test|invalid|localhost)$/i;
