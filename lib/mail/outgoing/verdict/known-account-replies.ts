import type { KnownReply } from '#lib/mail/outgoing/verdict/known-replies.ts';

/** Replies about our own account at the server: sign-in, sender, limits. */
export const accountReplies: KnownReply[] = [
  {
    rule: 'gmail-app-password',
    text: /application-specific password required|InvalidSecondFactor/i,
    words: 'Google wants an app password: the account uses two-step verification.',
    fix: 'Create an app password in the Google account and enter it here.',
  },
  {
    rule: 'gmail-bad-credentials',
    stages: ['auth'],
    text: /username and password not accepted|BadCredentials|AUTHENTICATIONFAILED/i,
    words: 'Google did not accept user name and password.',
    fix: 'Choose "Connected account" as sign-in, or use the full address and an app password; the account’s own password does not work.',
  },
  {
    rule: 'gmail-web-login',
    text: /please log in (?:via|with) your web browser|WebLoginRequired/i,
    words: 'Google wants the account’s owner to confirm the sign-in.',
    fix: 'Sign in to the account in a browser, confirm the notice, then create an app password.',
  },
  {
    rule: 'office365-smtp-auth-off',
    text: /SmtpClientAuthentication is disabled|basic authentication is disabled/i,
    words: 'Microsoft 365 does not let this account sign in by SMTP.',
    fix: 'Choose "Connected account" as sign-in, have the administrator allow "Authenticated SMTP" for the mailbox, or relay by IP address.',
  },
  {
    rule: 'office365-send-as',
    text: /SendAsDenied|not allowed to send as|permissions? to send as/i,
    words: 'Microsoft 365 does not let this account send as the From address.',
    fix: 'Set the From filter to the account’s own address, or grant it "Send as" for the From address.',
  },
  {
    rule: 'office365-sending-limit',
    text: /submission quota exceeded|daily limit for message recipients|exceeded the (?:recipient rate|outbound|maximum number of recipients) ?limit/i,
    words: 'The account has sent as much as Microsoft 365 allows in this time.',
    fix: 'Wait, or spread the mails over several servers.',
  },
  {
    rule: 'gmail-daily-limit',
    text: /daily (?:user )?sending (?:quota|limit) exceeded/i,
    words: 'The account has sent as much as Google allows in a day.',
    fix: 'Wait until tomorrow, or send through a relay made for volume.',
  },
  {
    rule: 'office365-account-blocked',
    text: /bad outbound sender/i,
    words: 'Microsoft 365 has blocked the account for sending what looked like spam.',
    fix: 'Have the administrator release it under "Restricted entities" in Microsoft Defender, and change its password.',
  },
  {
    rule: 'sending-limit',
    text: /daily (?:message |sending )?(?:quota|limit) (?:exceeded|reached)|maximum credits exceeded|(?:monthly|hourly) (?:quota|limit) (?:exceeded|reached)/i,
    words: 'The account has sent as much as its provider allows in this time.',
    fix: 'Wait for the next period, or ask the provider for a higher limit.',
  },
  {
    rule: 'account-paused',
    text: /sending (?:is )?paused|activate your|account (?:is|has been) (?:paused|under review)/i,
    words: 'The provider has not released, or has paused, the account.',
    fix: 'Sign in to the provider’s console, see what it asks for, then retry.',
  },
  {
    rule: 'ip-not-authorised',
    text: /unauthori[sz]ed ip address/i,
    words: 'The provider does not know the address of this machine.',
    fix: 'Add this machine’s IP address to the allowed ones in the provider’s console.',
  },
  {
    rule: 'starttls-refused',
    stages: ['tls'],
    words: 'The server does not offer STARTTLS on this port.',
    fix: 'Use port 587, or TLS on port 465; encryption "None" only inside a network you trust.',
  },
  {
    rule: 'auth-refused',
    codes: [535],
    words: 'The server did not accept user name and password.',
    fix: 'Enter the password again on the outgoing server; some providers want an app password.',
  },
  {
    rule: 'auth-tls-first',
    text: /must issue a? ?STARTTLS|encryption required|TLS (?:is )?required/i,
    words: 'The server wants an encrypted connection first.',
    fix: 'Choose STARTTLS (port 587) or TLS (port 465) on the outgoing server.',
  },
  {
    rule: 'auth-required',
    codes: [530],
    words: 'The server wants us to sign in before it takes mail.',
    fix: 'Enter user name and password on the outgoing server.',
  },
  {
    rule: 'auth-mechanism',
    codes: [504, 534, 538],
    stages: ['auth'],
    words: 'The server wants another way of signing in.',
    fix: 'Check whether it needs an app password, OAuth or a stronger encryption.',
  },
  {
    rule: 'auth-temporary',
    codes: [454],
    stages: ['auth'],
    words: 'The server cannot check passwords just now.',
    fix: 'It is tried again by itself; there is nothing to do.',
  },
];
