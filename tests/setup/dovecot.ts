import { execFile, spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { findFreePort } from './run-product.ts';

const run = promisify(execFile);
const user = 'vmail';

export interface DovecotPorts {
  imap: number;
  imaps: number;
  pop3: number;
  pop3s: number;
  lmtp: number;
}

/**
 * A private Dovecot on free loopback ports: IMAP (plain and STARTTLS), IMAPS with a self-signed certificate for
 * `localhost`, POP3 (plain and STLS), POP3S and LMTP. Any user exists, with the password given at start; his mails are in a Maildir.
 * With a provider's address it takes that provider's tokens too (XOAUTH2).
 */
export class Dovecot {
  readonly ports: DovecotPorts;
  readonly password: string;
  readonly #home: string;
  readonly #end: () => Promise<void>;

  private constructor(ports: DovecotPorts, password: string, home: string, end: () => Promise<void>) {
    this.ports = ports;
    this.password = password;
    this.#home = home;
    this.#end = end;
  }

  /** @throws Error when Dovecot is not installed (`apt-get install dovecot-imapd dovecot-pop3d dovecot-lmtpd`) or does not come up */
  static async start(password = 'letmein', oauthUrl?: string): Promise<Dovecot> {
    const home = await mkdtemp(path.join(tmpdir(), 'dovecot-test-'));
    await chmod(home, 0o755);
    const [imap = 0, imaps = 0, pop3 = 0, pop3s = 0, lmtp = 0] = await Promise.all(
      Array.from({ length: 5 }, findFreePort),
    );
    const ports = { imap, imaps, pop3, pop3s, lmtp };
    await writeConfig(home, ports, password, oauthUrl);
    const server = spawn('dovecot', ['-F', '-c', path.join(home, 'dovecot.conf')], { stdio: 'ignore' });
    const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
    const end = async () => {
      server.kill('SIGTERM');
      await ended;
      await rm(home, { recursive: true, force: true });
    };
    await Promise.all(Object.values(ports).map((port) => untilListening(port, () => server.exitCode)));
    return new Dovecot(ports, password, home, end);
  }

  stop(): Promise<void> {
    return this.#end();
  }

  /** Hands a mail to the mailbox of a user by LMTP, as a mail server would. */
  async deliver(recipient: string, raw: Buffer): Promise<void> {
    const text = raw.toString('latin1').replace(/\r?\n/g, '\r\n').replace(/^\./gm, '..');
    await lmtpDialogue(this.ports.lmtp, [
      ['', '220'],
      ['LHLO test\r\n', '250'],
      ['MAIL FROM:<sender@customer.example>\r\n', '250'],
      [`RCPT TO:<${recipient}>\r\n`, '250'],
      ['DATA\r\n', '354'],
      [`${text.endsWith('\r\n') ? text : `${text}\r\n`}.\r\n`, '250'],
      ['QUIT\r\n', '221'],
    ]);
  }

  /** Puts many new mails straight into the Maildir of a user. */
  async fill(recipient: string, raws: Buffer[]): Promise<void> {
    const mailbox = path.join(this.#home, 'mail', recipient);
    for (const folder of ['cur', 'new', 'tmp']) await mkdir(path.join(mailbox, folder), { recursive: true });
    for (const [index, raw] of raws.entries()) {
      await writeFile(path.join(mailbox, 'new', `${1_000_000_000 + index}.M${index}.filled`), raw);
    }
    await this.#own(mailbox);
  }

  /** Loses the index of a mailbox, as after a restore: its UIDs are given out anew under another UIDVALIDITY. */
  async changeUidValidity(recipient: string): Promise<void> {
    const mailbox = path.join(this.#home, 'mail', recipient);
    const lists = [
      'dovecot-uidlist',
      'dovecot-uidvalidity',
      'dovecot.index',
      'dovecot.index.log',
      'dovecot.index.cache',
    ];
    for (const name of lists) await rm(path.join(mailbox, name), { force: true });
    await writeFile(path.join(mailbox, 'dovecot-uidlist'), '3 V4242 N1\n');
    await this.#own(path.join(mailbox, 'dovecot-uidlist'));
  }

  async #own(file: string): Promise<void> {
    if (userInfo().uid === 0) await run('chown', ['-R', `${user}:${user}`, file]);
  }
}

async function writeConfig(home: string, ports: DovecotPorts, password: string, oauthUrl?: string): Promise<void> {
  const mailHome = path.join(home, 'mail');
  await mkdir(mailHome);
  const isRoot = userInfo().uid === 0;
  if (isRoot) await run('sh', ['-c', `id ${user} >/dev/null 2>&1 || useradd --system --user-group ${user}`]);
  if (isRoot) await run('chown', [`${user}:${user}`, mailHome]);
  const owner = isRoot ? user : userInfo().username;
  const key = path.join(home, 'key.pem');
  const certificate = path.join(home, 'cert.pem');
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  const form = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  await run('openssl', [...form, '-keyout', key, '-out', certificate, ...subject]);
  const listener = (name: string, port: number, more = '') =>
    `inet_listener ${name} {\n address = 127.0.0.1\n port = ${port}\n ${more}\n}\n`;
  const unprivileged = isRoot
    ? ''
    : `default_internal_user = ${owner}\ndefault_login_user = ${owner}\ndefault_internal_group = ${owner}\n`;
  const chroot = isRoot ? '' : 'chroot =';
  const config = `
${unprivileged}base_dir = ${path.join(home, 'run')}
state_dir = ${path.join(home, 'state')}
log_path = ${path.join(home, 'log')}
protocols = imap pop3 lmtp
listen = 127.0.0.1
ssl = yes
ssl_cert = <${certificate}
ssl_key = <${key}
disable_plaintext_auth = no
mail_location = maildir:${mailHome}/%u
mail_uid = ${owner}
mail_gid = ${owner}
first_valid_uid = 1
auth_mechanisms = plain login${oauthUrl ? ' xoauth2' : ''}
auth_failure_delay = 0
${oauthUrl ? await oauthPassdb(home, oauthUrl) : ''}passdb {
  driver = static
  args = password=${password}
}
userdb {
  driver = static
  args = uid=${owner} gid=${owner} home=${mailHome}/%u allow_all_users=yes
}
service imap-login {
${chroot}
${listener('imap', ports.imap)}${listener('imaps', ports.imaps, 'ssl = yes')}}
service pop3-login {
${chroot}
${listener('pop3', ports.pop3)}${listener('pop3s', ports.pop3s, 'ssl = yes')}}
service lmtp {
${listener('lmtp', ports.lmtp)}}
service anvil {
${chroot}
# Nobody guesses passwords here: what follows a wrong one is not held up for longer and longer.
unix_listener anvil-auth-penalty {
 mode = 0
}
}
service stats {
${chroot}
}
`;
  await writeFile(path.join(home, 'dovecot.conf'), config);
}

/** Tokens are shown to the provider, which says whose they are. */
async function oauthPassdb(home: string, oauthUrl: string): Promise<string> {
  const file = path.join(home, 'oauth2.conf.ext');
  const settings = {
    tokeninfo_url: `${oauthUrl}/tokeninfo?access_token=`,
    introspection_mode: '',
    username_attribute: 'email',
    active_attribute: 'active',
    active_value: 'true',
    force_introspection: 'no',
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}`);
  await writeFile(file, `${lines.join('\n')}\n`);
  return `passdb {\n driver = oauth2\n mechanisms = xoauth2\n args = ${file}\n}\n`;
}

async function untilListening(port: number, exitCode: () => number | null): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (Date.now() < deadline) {
    if (exitCode() !== null) throw new Error(`dovecot ended with code ${exitCode()}`);
    if (await answers(port)) return;
  }
  throw new Error(`dovecot does not listen on port ${port}`);
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const end = (result: boolean) => {
      socket.destroy();
      setTimeout(() => resolve(result), result ? 0 : 50);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
  });
}

async function lmtpDialogue(port: number, steps: [send: string, expect: string][]): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  try {
    for (const [send, expected] of steps) {
      if (send) socket.write(send, 'latin1');
      const reply = await readReply(socket);
      if (!reply.startsWith(expected)) throw new Error(`LMTP answered "${reply}" to "${send.slice(0, 60)}"`);
    }
  } finally {
    socket.destroy();
  }
}

/** One reply, of several lines perhaps (RFC 5321 section 4.2.1). */
function readReply(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const onData = (data: Buffer) => {
      text += data.toString('latin1');
      if (!/^\d{3} .*\r\n$/m.test(text)) return;
      socket.off('data', onData);
      socket.off('error', reject);
      resolve(text);
    };
    socket.on('data', onData);
    socket.once('error', reject);
  });
}
