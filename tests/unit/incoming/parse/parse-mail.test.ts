import { describe, expect, it } from 'vitest';
import { parseMail } from '#lib/mail/incoming/parse/parse-mail.ts';
import { cpuTime } from '../../../setup/cpu-time.ts';

const HEAD = 'From: Ada <ada@example.com>\nTo: sales@example.org\nSubject: Offer\nMessage-ID: <1@example.com>\n';
const bytes = (text: string, encoding: BufferEncoding = 'utf8') => Buffer.from(text, encoding);
const read = (text: string, encoding: BufferEncoding = 'utf8') => parseMail(bytes(text, encoding));

function multipart(kind: string, ...parts: string[]): string {
  const body = parts.map((part) => `--cut\n${part}\n`).join('');
  return `${HEAD}MIME-Version: 1.0\nContent-Type: multipart/${kind}; boundary=cut\n\n${body}--cut--\n`;
}

const PLAIN = 'Content-Type: text/plain\n\nin plain words';
const HTML = 'Content-Type: text/html\n\n<p>in <b>bold</b> words</p>';

describe('bodies', () => {
  it.each([
    ['a plain mail becomes paragraphs', `${HEAD}\nhello & bye\n`, 'hello & bye', /hello &amp; bye/],
    [
      'an alternative shows its HTML and reads its text',
      multipart('alternative', PLAIN, HTML),
      'in plain words',
      /<b>bold<\/b>/,
    ],
    [
      'two HTML parts are both shown',
      multipart('mixed', HTML, HTML.replace('bold', 'thin')),
      'in bold words',
      /bold.*thin/s,
    ],
    [
      'HTML alone can be read as text',
      `${HEAD}Content-Type: text/html\n\n<p>only <i>html</i></p>`,
      'only html',
      /<i>html/,
    ],
  ])('%s', async (_name, raw, text, html) => {
    const mail = await read(raw);
    expect(mail.text).toContain(text);
    expect(mail.html).toMatch(html);
  });

  it('never lets a script through to the HTML', async () => {
    const mail = await read(`${HEAD}Content-Type: text/html\n\n<p onclick="x()">a<script>alert(1)</script></p>`);
    expect(mail.html).not.toMatch(/script|onclick|alert/);
  });

  it('shows of a reply what was written now, and keeps the rest in the text', async () => {
    const mail = await read(
      `${HEAD}\nYes, please.\n\nOn Mon, 2 Mar 2026 at 10:00, Bob <bob@example.org> wrote:\n> Shall we?\n`,
    );
    expect(mail.visibleText.trim()).toBe('Yes, please.');
    expect(mail.text).toContain('Shall we?');
  });

  it('joins the soft line breaks of flowed text', async () => {
    const mail = await read(`${HEAD}Content-Type: text/plain; format=flowed\n\none \ntwo\nthree\n`);
    expect(mail.text).toBe('one two\nthree\n');
  });
});

describe('what stands in the way of the words', () => {
  it('HTML that names its charset itself is read in it', async () => {
    const head = `${HEAD}Content-Type: text/html\n\n<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">`;
    const mail = await parseMail(Buffer.concat([bytes(head), Buffer.from([0xcf, 0xf0, 0xe8])]));
    expect(mail.text).toBe('При');
  });

  it('a file of the time before MIME becomes a file, and its text goes', async () => {
    const mail = await read(`${HEAD}\nSee the file.\n\nbegin 644 a.txt\n%:&5L;&\\\n\`\nend\nBye\n`);
    expect([mail.text.replace(/\s+/g, ' ').trim(), mail.attachments.map((one) => one.filename)]).toEqual([
      'See the file. Bye',
      ['a.txt'],
    ]);
    expect(Buffer.from(mail.attachments[0]?.content ?? []).toString()).toBe('hello');
  });

  it('a text that only begins like such a file stays text', async () => {
    const mail = await read(`${HEAD}\nbegin 644 men\nmarched to the hill, and so on to its\nend\n`);
    expect(mail.attachments).toEqual([]);
    expect(mail.text).toContain('marched to the hill');
  });

  it.each([
    ['=?utf-8?B?R3LD?= =?UTF-8?Q?=BC=C3=9Fe?=', 'Grüße'],
    ['=?utf-8?Q?Wie geht=27s? Gut?=', "Wie geht's? Gut"],
    ['=?utf-8?B?R3LDvA==w59l?=', 'Grüße'],
    ['=?utf-8?Q?Gr=C3=BC?==?utf-8?Q?=C3=9Fe?=', 'Grüße'],
  ])('the subject %s is read as meant', async (subject, expected) => {
    expect((await read(`From: a@b.example\nSubject: ${subject}\n\nx\n`)).subject).toBe(expected);
  });

  it('a comma that was forgotten inside an encoded name cuts nothing', async () => {
    const mail = await read('From: =?utf-8?Q?M=C3=BCller,_J=C3=B6rg?= <j@b.example>\n\nx\n');
    expect(mail.from).toEqual({ name: 'Müller, Jörg', address: 'j@b.example' });
  });
});

describe('charsets', () => {
  it.each([
    ['ISO-8859-8-I', [0xf9, 0xec, 0xe5, 0xed], 'שלום'],
    ['windows-874', [0xca, 0xc7, 0xd1, 0xca], 'สวัส'],
    ['ISO-2022-KR', [0x1b, 0x24, 0x29, 0x43, 0x0e, 0x47, 0x51, 0x0f], '한'],
    ['HZ-GB-2312', [0x7e, 0x7b, 0x56, 0x50, 0x7e, 0x7d], '中'],
    ['cp850', [0x84, 0x94], 'äö'],
    ['utf-7', [...Buffer.from('+AOk-t+AOk-')], 'été'],
    ['UTF-32BE', [0, 0, 0, 0x41, 0, 1, 0xf6, 0], 'A😀'],
    ['HZ-GB-2312', [0x7e, 0x7b, 0x3c, 0x7e, 0x7e, 0x7d, 0x21], '件!'],
    ['ks_c_5601-1987', [0x8c, 0x63, 0x69], '똠i'],
    ['win-1251', [0xcf, 0xf0, 0xe8], 'При'],
    ['MacRoman', [0x8a, 0xdb], 'ä€'],
    ['x-mac-greek', [0xe1, 0xec], 'αλ'],
    ['latin-9', [0xa4], '€'],
    ['cp862', [0x99, 0x8c, 0x85, 0x8d], 'שלום'],
    ['big5-eten', [0xb1, 0x7a], '您'],
    ['eucjp', [0xa4, 0xb3], 'こ'],
    ['base64', [...Buffer.from('é')], 'é'],
    ['nobody-knows', [...Buffer.from('grün')], 'grün'],
    ['us-ascii', [0xe4], 'ä'],
    ['3Dutf-8', [...Buffer.from('é')], 'é'],
  ])('reads a body in %s', async (charset, codes, expected) => {
    const head = bytes(`${HEAD}Content-Type: text/plain; charset="${charset}"\nContent-Transfer-Encoding: base64\n\n`);
    const mail = await parseMail(Buffer.concat([head, bytes(Buffer.from(codes).toString('base64'))]));
    expect(mail.text.trim()).toBe(expected);
  });

  it.each([
    ['an encoded word', 'Subject: =?utf-8?Q?caf=C3=A9?=\n', 'café'],
    ['a letter cut between two words', 'Subject: =?utf-8?B?Y2Fmww==?= =?utf-8?B?qQ==?=\n', 'café'],
    ['two words in ISO-2022-JP', 'Subject: =?ISO-2022-JP?B?GyRCJUYbKEI=?= =?ISO-2022-JP?B?GyRCJTkbKEI=?=\n', 'テス'],
    ['raw UTF-8', 'Subject: café\n', 'café'],
    ['a repeated header', 'Subject: one\nSubject: two\n', 'one two'],
    ['a line of white space within the value', 'Subject: one\n \n two\n', 'one two'],
  ])('reads a subject with %s', async (_name, header, expected) => {
    expect((await read(`From: a@example.com\n${header}\nx`)).subject).toBe(expected);
  });

  it('reads raw Latin letters in a header', async () => {
    expect((await read('From: a@example.com\nSubject: Grüße\n\nx', 'latin1')).subject).toBe('Grüße');
  });
});

describe('attachments', () => {
  it('keeps a mail that is one PDF as a file without a body', async () => {
    const mail = await read(
      `${HEAD}Content-Type: pdf; name="bill.pdf"\nContent-Disposition: attachment\nContent-Transfer-Encoding: base64\n\nJVBERg==`,
    );
    expect(mail.text).toBe('');
    expect(mail.attachments).toMatchObject([{ filename: 'bill.pdf', contentType: 'application/pdf', size: 4 }]);
  });

  it.each([
    ['binary/octet-stream; name="data.bin"', 'data.bin', 'application/octet-stream'],
    ["application/pdf; name*=utf-8''l%C3%A9gal%20%231.pdf", 'légal #1.pdf', 'application/pdf'],
    ['application/pdf; name="=?utf-8?B?w6kucGRm?="', 'é.pdf', 'application/pdf'],
    ['text/plain; name="notes.txt"', 'notes.txt', 'text/plain'],
  ])('names a part of type %s', async (type, filename, contentType) => {
    const mail = await read(
      multipart('mixed', PLAIN, `Content-Type: ${type}\nContent-Disposition: attachment\n\ncontent`),
    );
    expect(mail.attachments).toMatchObject([{ filename, contentType, inline: false }]);
    expect(Buffer.from(mail.attachments[0]?.content ?? []).toString()).toBe('content');
  });

  it('marks a picture of the HTML as inline', async () => {
    const html = 'Content-Type: text/html\n\n<img src="cid:pic@x">';
    const mail = await read(multipart('related', html, 'Content-Type: image/png\nContent-ID: <pic@x>\n\npng'));
    expect(mail.attachments).toMatchObject([{ contentId: 'pic@x', inline: true }]);
  });

  it('opens a mail forwarded as an attachment: its file, its text and its own files', async () => {
    const inner = multipart(
      'mixed',
      PLAIN,
      'Content-Type: text/csv; name="a.csv"\nContent-Disposition: attachment\n\n1;2',
    ).replaceAll('cut', 'inner');
    const mail = await read(
      multipart('mixed', 'Content-Type: text/plain\n\nsee below', `Content-Type: message/rfc822\n\n${inner}`),
    );
    expect(mail.attachments.map((one) => one.filename)).toEqual(['Offer.eml', 'a.csv']);
    expect(mail.text).toContain('in plain words');
    expect(mail.visibleText.trim()).toBe('see below');
  });
});

describe('headers', () => {
  it('reads what routing needs', async () => {
    const mail = await read(
      'Return-Path: <>\nDelivered-To: box@example.org\nResent-To: new@example.org\nResent-Cc: cc@example.org\nFrom: nobody\nFrom: "Ada" <ada@example.com>\nReply-To: reply@example.com\nIn-Reply-To: <a@x>\nReferences: <a@x>\n <b\n @x>\nX-PerfectWORK-Message-Id: <own@example.org>\nAuto-Submitted: auto-replied (vacation)\nList-Id: <l.example.org>\nDate: Mon, 2 Mar 2026 10:00 +0100\n\nx',
    );
    expect(mail).toMatchObject({
      returnPath: '',
      from: { name: 'Ada', address: 'ada@example.com' },
      deliveredTo: [{ address: 'box@example.org' }],
      resentTo: [{ address: 'new@example.org' }],
      resentCc: [{ address: 'cc@example.org' }],
      replyTo: [{ address: 'reply@example.com' }],
      inReplyTo: '<a@x>',
      references: ['<a@x>', '<b@x>'],
      contextMessageId: '<own@example.org>',
      list: { id: '<l.example.org>' },
      date: '2026-03-02T09:00:00.000Z',
    });
  });

  it.each([
    ['no zone means UTC', '2 Mar 2026 10:00:00', '2026-03-02T10:00:00.000Z'],
    ['an obsolete zone', 'Mon, 2 Mar 98 10:00 EST', '1998-03-02T15:00:00.000Z'],
    ['nonsense', 'tomorrow, perhaps', null],
  ])('reads a date: %s', async (_name, date, expected) => {
    expect((await read(`From: a@example.com\nDate: ${date}\n\nx`)).date).toBe(expected);
  });
});

describe('broken mail', () => {
  const whole = multipart('alternative', PLAIN, HTML);
  it.each([
    ['CR line ends', whole.replaceAll('\n', '\r')],
    ['CRLF line ends', whole.replaceAll('\n', '\r\n')],
    ['a mailbox line in front', `From ada Mon Mar  2 10:00:00 2026\n${whole}`],
    ['blank lines in front', `\n\n${whole}`],
    ['a boundary that is not the declared one', whole.replace('boundary=cut', 'boundary=other')],
    ['no closing boundary', whole.replace('--cut--\n', '')],
    ['a NUL in a header', whole.replace('Subject: Offer', 'Subject: Of\0fer')],
  ])('is still read with %s', async (_name, raw) => {
    const mail = await read(raw);
    expect(mail.subject).toBe('Offer');
    expect(mail.text).toContain('in plain words');
    expect(mail.html).toContain('<b>bold</b>');
  });

  it('takes a missing blank line for the end of the headers', async () => {
    expect((await read('From: a@example.com\nSubject: Hi\nThis is the text.\nAnd more.\n')).text).toContain(
      'This is the text.',
    );
  });

  it.each([
    ['nothing at all', ''],
    ['only line ends', '\r\n\r\n\n'],
    ['random bytes', Buffer.from(Array.from({ length: 4_000 }, (_x, i) => (i * 7_919) % 256)).toString('latin1')],
    ['an endless header', `Subject: ${'x'.repeat(3_000_000)}\n\nbody`],
    ['a boundary inside itself', multipart('mixed', multipart('mixed', multipart('mixed', PLAIN)))],
    [
      'ten thousand levels',
      Array.from({ length: 10_000 }, (_x, i) => `Content-Type: multipart/mixed; boundary=b${i}\n\n--b${i}\n`).join(''),
    ],
    ['half a million parts', `${HEAD}Content-Type: multipart/mixed; boundary=c\n\n${'--c\n\nx\n'.repeat(500_000)}`],
  ])('%s neither crashes nor hangs', async (_name, raw) => {
    const work = async () => expect((await read(raw, 'latin1')).attachments.length).toBeLessThanOrEqual(1_100);
    expect(await cpuTime(work)).toBeLessThan(4_000);
  });

  it('keeps the headers of a mail nested too deep, and its body as a file', async () => {
    const deep = Array.from(
      { length: 200 },
      (_x, i) => `Content-Type: multipart/mixed; boundary=b${i}\n\n--b${i}\n`,
    ).join('');
    const mail = await read(HEAD + deep);
    expect(mail.subject).toBe('Offer');
    expect(mail.defects.join()).toMatch(/kept as one file/);
  });
});
