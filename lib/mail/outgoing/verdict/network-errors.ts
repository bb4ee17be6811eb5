import type { SmtpFailure } from '#lib/mail/outgoing/transport/smtp-failure.ts';
import type { ReplyExplanation } from '#lib/mail/outgoing/verdict/explain-reply.ts';

interface NetworkError {
  rule: string;
  fits: RegExp;
  words: string;
  fix: string;
}

/** Tried in this order on `<code> <message>`. */
const networkErrors: NetworkError[] = [
  {
    rule: 'no-utf8-sender',
    fits: /EUTF8SENDER/,
    words: 'This server cannot send From an address with letters beyond ASCII before the @: it lacks SMTPUTF8.',
    fix: 'Use another server, or another From address.',
  },
  {
    rule: 'no-utf8',
    fits: /EUTF8/,
    words: 'This server cannot deliver to addresses with letters beyond ASCII before the @: it lacks SMTPUTF8.',
    fix: 'Use another server, or another address of the recipient.',
  },
  {
    rule: 'dns',
    fits: /EDNS|ENOTFOUND|EAI_AGAIN|EDENIED/,
    words: 'The name of the mail server could not be resolved to an address.',
    fix: 'Check the spelling of the host, and the DNS of this machine.',
  },
  {
    rule: 'refused-connection',
    fits: /ECONNREFUSED/,
    words: 'Nothing accepts connections on this port.',
    fix: 'Check host and port (587 STARTTLS, 465 TLS, 25 relay), and that the mail server is running.',
  },
  {
    rule: 'unreachable',
    fits: /EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|ENETDOWN|EACCES|EPERM/,
    words: 'There is no network path to the mail server.',
    fix: 'Check the network and the firewall of this machine.',
  },
  {
    rule: 'tls-self-signed',
    fits: /self.signed|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN/i,
    words: 'The server’s certificate is self-signed, so nobody vouches for it.',
    fix: 'Install a certificate from a known authority on the server, or choose the encryption without certificate check.',
  },
  {
    rule: 'tls-host-name',
    fits: /ERR_TLS_CERT_ALTNAME_INVALID|altnames|does not match certificate/i,
    words: 'The server’s certificate is for another host name.',
    fix: 'Enter the host name the certificate is for, or have the certificate changed.',
  },
  {
    rule: 'tls-expired',
    fits: /CERT_HAS_EXPIRED|certificate has expired|CERT_NOT_YET_VALID/i,
    words: 'The server’s certificate is not valid today.',
    fix: 'Renew the certificate of the mail server; check the clock of this machine.',
  },
  {
    rule: 'tls-unknown-issuer',
    fits: /UNABLE_TO_(?:VERIFY|GET)|unable to (?:verify|get)/i,
    words: 'The server’s certificate comes from an authority this machine does not know.',
    fix: 'Install the whole certificate chain on the server, or choose the encryption without certificate check.',
  },
  {
    rule: 'tls-wrong-port',
    fits: /wrong version number|packet length too long|unknown protocol|ERR_SSL_WRONG_VERSION/i,
    words: 'The server does not speak TLS from the first byte on this port.',
    fix: 'Use port 465 with TLS, or choose STARTTLS for port 587 or 25.',
  },
  {
    rule: 'no-starttls',
    fits: /STARTTLS/i,
    words: 'The server does not offer STARTTLS on this port.',
    fix: 'Use port 587, or TLS on port 465; encryption "None" only inside a network you trust.',
  },
  {
    rule: 'tls',
    fits: /ETLS|\bSSL\b|ERR_SSL|ERR_TLS|TLS/,
    words: 'A secure connection to the server could not be made.',
    fix: 'Check that the encryption fits the port: TLS for 465, STARTTLS for 587.',
  },
  {
    rule: 'too-large',
    fits: /EMESSAGE/,
    words: 'The mail is larger than the server accepts.',
    fix: 'Send smaller attachments, or links to them.',
  },
  {
    rule: 'no-auth',
    fits: /EAUTH/,
    words: 'The server offers no way to sign in that we know.',
    fix: 'Choose authentication "None" for relays that know this machine, or another port.',
  },
  {
    rule: 'timeout',
    fits: /ETIMEDOUT|timeout|timed out|did not answer/i,
    words: 'The mail server did not answer in time.',
    fix: 'Check host and port. Many networks block port 25: use 587 or 465.',
  },
  {
    rule: 'lost-connection',
    fits: /./s,
    words: 'The connection to the mail server was lost.',
    fix: 'Nothing is to be done if it happens once; if it lasts, check the port and the encryption.',
  },
];

/** Explains a failure without a reply of the server: name, network, TLS, time. */
export function explainNetworkError(failure: SmtpFailure): ReplyExplanation {
  const said = `${failure.networkCode ?? ''} ${failure.message}`;
  const { rule, words, fix } = networkErrors.find((entry) => entry.fits.test(said)) as NetworkError;
  return { rule, words, fix };
}
