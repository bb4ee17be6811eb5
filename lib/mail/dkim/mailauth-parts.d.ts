/** The parts of mailauth that `sign-mail.ts` puts together; the package describes only its whole functions. */
interface MailauthHeaderLine {
  /** Lower case. */
  key: string;
  casedKey: string;
  line: Uint8Array;
}

interface MailauthSigningLines {
  /** The names for the `h=` tag. */
  keys: string;
  /** In the order they are hashed. */
  headers: MailauthHeaderLine[];
}

declare module 'mailauth/lib/tools.js' {
  const tools: {
    parseHeaders(head: Uint8Array): { parsed: MailauthHeaderLine[] };
    getSigningHeaderLines(parsed: MailauthHeaderLine[], names: string): MailauthSigningLines;
    formatSignatureHeaderLine(type: 'DKIM', tags: Record<string, unknown>, folded: boolean): string;
  };
  export default tools;
}

declare module 'mailauth/lib/dkim/body/index.js' {
  const body: {
    dkimBody(
      canonicalization: 'relaxed',
      algorithm: 'sha256',
      maxLength: false,
    ): {
      update(bytes: Uint8Array): void;
      digest(encoding: 'base64'): string;
    };
  };
  export default body;
}

declare module 'mailauth/lib/dkim/header/index.js' {
  const header: {
    generateCanonicalizedHeader(
      type: 'DKIM',
      lines: MailauthSigningLines,
      options: Record<string, unknown>,
    ): { canonicalizedHeader: Uint8Array; dkimHeaderOpts: Record<string, unknown> };
  };
  export default header;
}
