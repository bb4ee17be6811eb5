import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface ServerCertificate {
  key: string;
  cert: string;
}

export interface TestCertificates {
  /** Trust this one, and `good` is trusted for `localhost`. */
  authority: string;
  good: ServerCertificate;
  /** For another host. */
  otherHost: ServerCertificate;
  expired: ServerCertificate;
  /** Nobody vouches for it. */
  selfSigned: ServerCertificate;
}

const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

/** Certificates for a mail server on `localhost`, made by openssl: a good one, and one for each way to be wrong. */
export async function makeCertificates(): Promise<TestCertificates> {
  const home = await mkdtemp(path.join(tmpdir(), 'certificates-'));
  const at = (name: string) => path.join(home, name);
  try {
    await selfSign(at('ca'), 'PerfectWORK test authority');
    await selfSign(at('self'), 'localhost');
    const [good, otherHost, expired] = [
      await issue(at, 'good', 'localhost', 2),
      await issue(at, 'other', 'mail.elsewhere.example', 2),
      await issue(at, 'expired', 'localhost', -1),
    ];
    return {
      authority: await readFile(at('ca.pem'), 'utf8'),
      good,
      otherHost,
      expired,
      selfSigned: await pair(at('self')),
    };
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

async function selfSign(file: string, name: string): Promise<void> {
  const extension = ['-addext', `subjectAltName=DNS:${name.replaceAll(' ', '-')}`];
  const where = ['-keyout', `${file}.key`, '-out', `${file}.pem`];
  await run('openssl', ['req', '-x509', ...newKey, '-days', '2', '-subj', `/CN=${name}`, ...extension, ...where]);
}

async function issue(
  at: (name: string) => string,
  file: string,
  host: string,
  days: number,
): Promise<ServerCertificate> {
  const [key, request, out, extension] = ['key', 'csr', 'pem', 'ext'].map((end) => at(`${file}.${end}`)) as [
    string,
    string,
    string,
    string,
  ];
  await run('openssl', ['req', ...newKey, '-keyout', key, '-out', request, '-subj', `/CN=${host}`]);
  await writeFile(extension, `subjectAltName=DNS:${host}`);
  const authority = ['-CA', at('ca.pem'), '-CAkey', at('ca.key'), '-CAcreateserial'];
  await run('openssl', [
    'x509',
    '-req',
    '-in',
    request,
    ...authority,
    '-days',
    `${days}`,
    '-extfile',
    extension,
    '-out',
    out,
  ]);
  return pair(at(file));
}

async function pair(file: string): Promise<ServerCertificate> {
  return { key: await readFile(`${file}.key`, 'utf8'), cert: await readFile(`${file}.pem`, 'utf8') };
}
