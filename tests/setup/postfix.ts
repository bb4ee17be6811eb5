import { execFile, spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { findFreePort } from './run-product.ts';

const run = promisify(execFile);

/** Postfix's master refuses to run for anybody but root. */
export const canRunPostfix = process.getuid?.() === 0;

export interface PostfixOptions {
  /** Where it hands mail over by LMTP. */
  lmtpPort: number;
  /** All addresses of this domain share one mailbox, but for `people`. */
  catchall: { domain: string; mailbox: string; people: string[] };
  /** Lines of main.cf that a test wants otherwise. */
  settings?: Record<string, string>;
  /** A certificate for `localhost` that nobody vouches for, and STARTTLS with it. */
  selfSigned?: boolean;
  /** Comes back on this port after a stop. */
  port?: number;
}

export interface Postfix {
  /** Takes any mail, without login, as a relay on the same host does. */
  port: number;
  /** Its log, for a test that failed. */
  log(): Promise<string>;
  stop(): Promise<void>;
}

/**
 * A private Postfix on a free loopback port that delivers everything to a Dovecot.
 * @throws Error when Postfix is not installed (`apt-get install postfix`) or does not come up
 */
export async function startPostfix(options: PostfixOptions): Promise<Postfix> {
  const home = await mkdtemp(path.join(tmpdir(), 'postfix-test-'));
  await chmod(home, 0o755);
  const port = options.port ?? (await findFreePort());
  await writeConfig(home, port, options);
  const server = spawn('postfix', ['-c', home, 'start-fg'], { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  const log = () => readFile(path.join(home, 'mail.log'), 'utf8').catch(() => '');
  await untilGreeting(port, async () => {
    if (server.exitCode !== null) throw new Error(`postfix ended with code ${server.exitCode}: ${await log()}`);
  });
  return {
    port,
    log,
    stop: async () => {
      await run('postfix', ['-c', home, 'stop']).catch(() => server.kill('SIGKILL'));
      await ended;
      await rm(home, { recursive: true, force: true });
    },
  };
}

async function writeConfig(home: string, port: number, options: PostfixOptions): Promise<void> {
  const { lmtpPort, catchall } = options;
  const folders = ['queue', 'data'].map((name) => path.join(home, name));
  for (const folder of folders) await mkdir(folder);
  await run('chown', ['postfix', path.join(home, 'data')]);
  const domain = catchall.domain.replaceAll('.', '\\.');
  const people = catchall.people.map((name) => `/^${name}@${domain}$/ ${name}@${catchall.domain}\n`).join('');
  await writeFile(path.join(home, 'recipients'), `${people}/@${domain}$/ ${catchall.mailbox}\n`);
  const settings = {
    compatibility_level: '3.6',
    queue_directory: folders[0],
    data_directory: folders[1],
    maillog_file: path.join(home, 'mail.log'),
    maillog_file_prefixes: tmpdir(),
    myhostname: 'mx.customer.example',
    mydestination: '',
    mynetworks: '127.0.0.0/8',
    inet_interfaces: '127.0.0.1',
    inet_protocols: 'ipv4',
    message_size_limit: '60000000',
    default_transport: `lmtp:inet:127.0.0.1:${lmtpPort}`,
    virtual_alias_domains: '',
    virtual_alias_maps: `regexp:${path.join(home, 'recipients')}`,
    smtpd_recipient_restrictions: 'permit_mynetworks, reject',
    ...(options.selfSigned ? await makeCertificate(home) : {}),
    ...options.settings,
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}\n`);
  await writeFile(path.join(home, 'main.cf'), lines.join(''));
  await writeFile(path.join(home, 'master.cf'), [`127.0.0.1:${port} inet n - n - - smtpd`, ...services, ''].join('\n'));
}

async function makeCertificate(home: string): Promise<Record<string, string>> {
  const [key, certificate] = [path.join(home, 'key.pem'), path.join(home, 'cert.pem')];
  const kind = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  await run('openssl', [...kind, '-keyout', key, '-out', certificate, '-subj', '/CN=localhost']);
  return { smtpd_tls_security_level: 'may', smtpd_tls_key_file: key, smtpd_tls_cert_file: certificate };
}

/** What Postfix is made of, none of it in a chroot. */
const services = [
  'postlog unix-dgram n - n - 1 postlogd',
  'pickup unix n - n 60 1 pickup',
  'cleanup unix n - n - 0 cleanup',
  'qmgr unix n - n 300 1 qmgr',
  'tlsmgr unix - - n 1000? 1 tlsmgr',
  'rewrite unix - - n - - trivial-rewrite',
  'bounce unix - - n - 0 bounce',
  'defer unix - - n - 0 bounce',
  'trace unix - - n - 0 bounce',
  'verify unix - - n - 1 verify',
  'flush unix n - n 1000? 0 flush',
  'proxymap unix - - n - - proxymap',
  'proxywrite unix - - n - 1 proxymap',
  'smtp unix - - n - - smtp',
  'relay unix - - n - - smtp',
  'showq unix n - n - - showq',
  'error unix - - n - - error',
  'retry unix - - n - - error',
  'discard unix - - n - - discard',
  'local unix - n n - - local',
  'virtual unix - n n - - virtual',
  'lmtp unix - - n - - lmtp',
  'anvil unix - - n - 1 anvil',
  'scache unix - - n - 1 scache',
];

/** Waits for `220`: the port alone is open before the first smtpd runs. */
async function untilGreeting(port: number, check: () => Promise<void>): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (Date.now() < deadline) {
    await check();
    if (await greets(port)) return;
    await pause(50);
  }
  throw new Error(`postfix does not answer on port ${port}`);
}

function greets(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const end = (result: boolean) => {
      socket.destroy();
      resolve(result);
    };
    socket.setTimeout(2000, () => end(false));
    socket.once('data', (data) => end(data.toString().startsWith('220')));
    socket.once('error', () => end(false));
    socket.once('close', () => resolve(false));
  });
}
