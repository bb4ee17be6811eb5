import { createPrivateKey } from 'node:crypto';
import { dkimVerify } from 'mailauth/lib/dkim/verify';
import { beforeAll, describe, expect, it } from 'vitest';
import type { DkimAlgorithm } from '#lib/core/enumerations.ts';
import { dkimRecord } from '#lib/mail/dkim/dns-record.ts';
import { generateDkimKeyPair } from '#lib/mail/dkim/generate-key-pair.ts';
import { type SigningKey, signMail } from '#lib/mail/dkim/sign-mail.ts';

const now = new Date('2026-11-22T10:00:00Z');
const head = [
  'From: Anna <anna@mycompany.example>',
  'To: Mary <mary@customer.example>',
  'Subject: =?UTF-8?Q?Gr=C3=BC=C3=9Fe?=',
  'Date: Sun, 22 Nov 2026 10:00:00 +0000',
  'Message-ID: <a@mycompany.example>',
  'MIME-Version: 1.0',
  'Content-Type: text/plain; charset=utf-8',
];
const raw = Buffer.from(`${head.join('\r\n')}\r\n\r\nHello  \r\n.\r\n..two dots\r\nGrüße\r\n\r\n\r\n`);

const keys: SigningKey[] = [];
/** Record name -> TXT. */
const zone = new Map<string, string>();

beforeAll(async () => {
  for (const [id, algorithm] of (['rsa-2048', 'ed25519'] as DkimAlgorithm[]).entries()) {
    const { privateKey, publicKey } = await generateDkimKeyPair(algorithm);
    const key = { id, domain: 'mycompany.example', selector: algorithm, algorithm };
    keys.push({ ...key, privateKey: createPrivateKey(privateKey) });
    const record = dkimRecord({ ...key, publicKey }, null);
    zone.set(record.name, record.value);
  }
});

async function verdicts(mail: Buffer | string) {
  const resolver = async (name: string) => [[zone.get(name) ?? '']];
  const { results } = await dkimVerify(Buffer.from(mail), { resolver } as never);
  return results.map(({ status, selector }) => `${selector} ${status.result}`);
}

const signed = async (mail = raw, by = keys) => Buffer.concat([await signMail(mail, by, now), mail]);

describe('a signature', () => {
  it('of each active key is found valid by who looks its record up', async () => {
    expect(await verdicts(await signed())).toEqual(['rsa-2048 pass', 'ed25519 pass']);
  });

  it.each([
    ['the body', (mail: string) => mail.replace('Hello', 'Hallo')],
    ['the From', (mail: string) => mail.replace('From: Anna', 'From: Otto')],
    ['the To', (mail: string) => mail.replace('To: Mary', 'To: Paul')],
  ])('breaks when somebody changes %s', async (_what, change) => {
    const mail = (await signed()).toString('latin1');
    expect(await verdicts(Buffer.from(change(mail), 'latin1'))).not.toContain('rsa-2048 pass');
  });

  it('breaks when somebody adds a second From above or below', async () => {
    const mail = (await signed()).toString('latin1');
    const forged = 'From: Boss <boss@mycompany.example>\r\n';
    for (const changed of [forged + mail, mail.replace('To: Mary', `${forged}To: Mary`)]) {
      const found = await verdicts(Buffer.from(changed, 'latin1'));
      expect(found.filter((verdict) => verdict.endsWith('pass'))).toEqual([]);
    }
  });

  it('survives folding and spaces that relays change', async () => {
    const mail = (await signed())
      .toString('latin1')
      .replace('\r\nSubject: ', '\r\nSUBJECT:  ')
      .replace('Hello  ', 'Hello');
    expect(await verdicts(Buffer.from(mail, 'latin1'))).toEqual(['rsa-2048 pass', 'ed25519 pass']);
  });

  it('covers an empty body', async () => {
    const mail = Buffer.from(`${head.join('\r\n')}\r\n\r\n`);
    expect(await verdicts(await signed(mail))).toEqual(['rsa-2048 pass', 'ed25519 pass']);
  });

  it('names the headers it covers, From once more than it occurs, and stays within lines of 78', async () => {
    const text = (await signMail(raw, keys.slice(0, 1), now)).toString();
    const flat = text.replace(/\r\n\s+/g, ' ');
    const covered = /h=([^;]+);/.exec(flat)?.[1]?.replace(/\s/g, '').split(':') ?? [];
    expect(covered.filter((name) => name === 'From')).toHaveLength(2);
    expect(covered).toEqual(
      expect.arrayContaining(['To', 'Subject', 'Date', 'Message-ID', 'MIME-Version', 'Content-Type']),
    );
    expect(flat).toContain(`t=${now.getTime() / 1000};`);
    expect(Math.max(...text.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(78);
  });

  it('is never left out without an error', async () => {
    await expect(signMail(Buffer.from('Subject: no From\r\n\r\nText'), keys, now)).rejects.toThrow('no From');
    await expect(signMail(Buffer.from('no head at all'), keys, now)).rejects.toThrow('no end of its head');
  });
});

describe('the record to publish', () => {
  const key = { domain: 'mycompany.example', selector: 'perfectwork', publicKey: 'k'.repeat(392) };

  it('holds the key in strings of at most 255 bytes', () => {
    const record = dkimRecord({ ...key, algorithm: 'rsa-2048' }, null);
    expect(record).toMatchObject({ type: 'TXT', name: 'perfectwork._domainkey.mycompany.example' });
    expect(record.value).toBe(`v=DKIM1; k=rsa; p=${key.publicKey}`);
    const strings = [...record.zoneLine.matchAll(/"([^"]*)"/g)].map((match) => match[1] ?? '');
    expect(strings.map((text) => text.length)).toEqual([255, record.value.length - 255]);
    expect(strings.join('')).toBe(record.value);
  });

  it('points to the platform where that publishes the key', () => {
    expect(dkimRecord({ ...key, algorithm: 'ed25519' }, 'mail.platform.example')).toMatchObject({
      type: 'CNAME',
      name: 'perfectwork._domainkey.mycompany.example',
      value: 'perfectwork._domainkey.mail.platform.example',
    });
  });

  it('of Ed25519 holds the 32 bytes of the key themselves', async () => {
    const { publicKey } = await generateDkimKeyPair('ed25519');
    expect(Buffer.from(publicKey, 'base64')).toHaveLength(32);
  });
});
