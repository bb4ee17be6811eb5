import { describe, expect, it } from 'vitest';
import { attachmentRow, emailToSend, written } from './email-fixture.ts';

const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

describe('the bytes of a mail', () => {
  it('hold the plain text first, then the HTML', async () => {
    const { text, parsed } = await written(emailToSend());
    expect(text.indexOf('text/plain')).toBeGreaterThan(0);
    expect(text.indexOf('text/plain')).toBeLessThan(text.indexOf('text/html'));
    expect(parsed.text?.trim()).toBe('Hello, here is our offer.');
    expect(parsed.html).toContain('<b>offer</b>');
  });

  it('are the same for every attempt, pictures included', async () => {
    const email = emailToSend({ bodyHtml: `<p>Look</p><img src="data:image/png;base64,${pixel}">` });
    expect((await written(email)).raw.equals((await written(email)).raw)).toBe(true);
  });

  it('end every line with CRLF', async () => {
    const email = emailToSend({
      bodyText: 'one\ntwo\r\nthree',
      attachments: [attachmentRow({ name: 'mail.eml', contentType: 'message/rfc822' })],
    });
    const contents = [Buffer.from('Subject: Old\n\nfirst\nsecond\n')];
    const { text } = await written(email, { contents });
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  });

  it('turn pictures written into the HTML into parts, each once', async () => {
    const img = `<img alt="logo" src="data:image/png;base64,${pixel}">`;
    const { parsed } = await written(emailToSend({ bodyHtml: `<p>Look ${img} and ${img}</p>` }));
    expect(parsed.attachments).toHaveLength(1);
    const [image] = parsed.attachments;
    expect(image).toMatchObject({ mimeType: 'image/png', disposition: 'inline', related: true });
    expect(Buffer.from(image?.content as ArrayBuffer).toString('base64')).toBe(pixel);
    const id = image?.contentId?.replace(/[<>]/g, '');
    expect(parsed.html?.split(`cid:${id}`)).toHaveLength(3);
    expect(parsed.html).not.toContain('data:');
  });

  it('leave an SVG where it is: it could carry a script', async () => {
    const { parsed } = await written(
      emailToSend({ bodyHtml: '<p>x<img src="data:image/svg+xml;base64,PHN2Zy8+"></p>' }),
    );
    expect(parsed.attachments).toEqual([]);
  });

  it('show a picture in the text only where the text names it', async () => {
    const picture = { contentType: 'image/png', name: 'logo.png', contentId: 'logo@here' };
    const email = emailToSend({
      bodyHtml: '<p><img src="cid:logo@here"></p>',
      attachments: [
        attachmentRow(picture),
        attachmentRow({ ...picture, id: 2, name: 'other.png', contentId: 'other@here' }),
      ],
    });
    const { parsed } = await written(email, { contents: [Buffer.from(pixel, 'base64'), Buffer.from(pixel, 'base64')] });
    const found = parsed.attachments.map(({ filename, disposition }) => `${filename} ${disposition}`);
    expect(found.toSorted()).toEqual(['logo.png inline', 'other.png attachment']);
  });

  it.each([
    ['plain', 'From: a@b.example\r\nSubject: Old\r\n\r\nText\r\n', '7bit'],
    ['with letters beyond ASCII', 'From: a@b.example\r\nSubject: Old\r\n\r\nGrüße\r\n', '8bit'],
  ])('carry an attached mail as message/rfc822: %s', async (_name, eml, encoding) => {
    const email = emailToSend({
      attachments: [attachmentRow({ name: 'old.eml', contentType: 'application/octet-stream' })],
    });
    const { raw } = await written(email, { contents: [Buffer.from(eml)] });
    const part = raw.toString('utf8').split('message/rfc822')[1] ?? '';
    expect(part.slice(0, 200)).toContain(`Content-Transfer-Encoding: ${encoding}`);
    expect(part).toContain(eml);
  });

  it.each([
    ['a line of more than 998 bytes', `Subject: Old\r\n\r\n${'x'.repeat(1000)}\r\n`],
    ['NUL', 'Subject: Old\r\n\r\na\0b\r\n'],
    ['no header', '\x89PNG\r\n'],
  ])('carry an attached mail that SMTP cannot take as it is (%s) as a file', async (_name, eml) => {
    const email = emailToSend({ attachments: [attachmentRow({ name: 'old.eml', contentType: 'message/rfc822' })] });
    const { parsed } = await written(email, { contents: [Buffer.from(eml, 'latin1')] });
    expect(parsed.attachments[0]).toMatchObject({ mimeType: 'application/octet-stream', filename: 'old.eml' });
    expect(Buffer.from(parsed.attachments[0]?.content as ArrayBuffer).toString('latin1')).toBe(eml);
  });
});

describe('the headers of a mail', () => {
  const longId = (n: number) => `<${String(n).repeat(70)}.1700000000-perfectwork-7-lead@mycompany.example>`;

  it('keep ids whole on one line', async () => {
    const references = [1, 2, 3, 4].map(longId).join(' ');
    const email = emailToSend({ messageId: longId(4), references, headers: { 'In-Reply-To': longId(3) } });
    const { header } = await written(email);
    expect(header('Message-ID')).toEqual([`Message-ID: ${longId(4)}`]);
    expect(header('In-Reply-To')).toEqual([`In-Reply-To: ${longId(3)}`]);
    expect(header('References')).toEqual([`References: ${references}`]);
    expect(header('X-PerfectWORK-Message-Id')).toEqual([`X-PerfectWORK-Message-Id: ${longId(4)}`]);
  });

  it('name the own id in References where there is no thread yet', async () => {
    const { parsed } = await written(emailToSend());
    expect(parsed.references).toBe(parsed.messageId);
  });

  it('stay within 998 bytes a line, however long the ids of others are', async () => {
    const references = [1, 2, 3, 4].map((n) => `<${String(n).repeat(400)}@b.example>`).join(' ');
    const { text, parsed } = await written(emailToSend({ references }));
    expect(Math.max(...text.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(998);
    expect(parsed.references?.match(/<[^>]+>/g)).toHaveLength(4);
  });

  const local = (length: number) => `${'r'.repeat(length)}@mycompany.example`;
  it.each([
    ['68 characters', `"Our Company" <${local(34)}>`, `Reply-To: "Our Company" <${local(34)}>`],
    ['69', `"Our Company" <${local(41)}>`, `Reply-To: ${local(41)}`],
    ['letters that must be encoded', `"Ö, GmbH" <${local(8)}>`, `Reply-To: =?UTF-8?Q?=C3=96=2C_GmbH?= <${local(8)}>`],
    ['more than 68', `"Our Company and its Sales Team" <${local(40)}>`, `Reply-To: ${local(40)}`],
    ['more than 68 once encoded', `"Größere Öfen für Äpfel und Übel" <${local(8)}>`, `Reply-To: ${local(8)}`],
  ])('drop the name of a Reply-To beyond 68 characters: %s', async (_name, replyTo, line) => {
    expect((await written(emailToSend({ replyTo }))).header('Reply-To')).toEqual([line]);
  });

  it('carry the Reply-To that a rewritten From asks for', async () => {
    const { parsed } = await written(emailToSend(), { sender: { replyTo: 'anna@partner.example' } });
    expect(parsed.replyTo).toEqual([{ name: '', address: 'anna@partner.example' }]);
  });

  it('say that a machine wrote it, where one did', async () => {
    const { header } = await written(emailToSend({ headers: { 'Auto-Submitted': 'auto-generated' } }));
    expect(header('Auto-Submitted')).toEqual(['Auto-Submitted: auto-generated']);
  });

  it('name no hidden recipient', async () => {
    const { text, parsed } = await written(emailToSend({ toAddresses: '' }));
    expect(text).not.toMatch(/^bcc:/im);
    expect(parsed.to?.[0]).toMatchObject({ name: 'undisclosed-recipients', group: [] });
  });

  it.each([
    ['subject', emailToSend({ subject: 'Hi\r\nBcc: thief@evil.example' })],
    ['author', emailToSend({ toAddresses: '"Mary\r\nBcc: thief@evil.example" <mary@customer.example>' })],
    ['Reply-To', emailToSend({ replyTo: 'a@b.example\r\nBcc: thief@evil.example' })],
    ['Message-ID', emailToSend({ messageId: '<a@b.example>\r\nBcc: thief@evil.example' })],
    ['References', emailToSend({ references: '<a@b.example>\r\nBcc: thief@evil.example\r\n <c@d.example>' })],
    ['extra header', emailToSend({ headers: { 'X-Note': 'a\r\nBcc: thief@evil.example' } })],
    ['file name', emailToSend({ attachments: [attachmentRow({ name: 'a.pdf"\r\nBcc: thief@evil.example' })] })],
  ])('cannot be added to through the %s', async (_name, email) => {
    const { text } = await written(email);
    expect(text).not.toMatch(/^bcc:/im);
  });

  it('cannot be added to through the id of a picture', async () => {
    const contentId = 'a\r\nBcc: thief@evil.example';
    const email = emailToSend({
      bodyHtml: `<img src="cid:${contentId}">`,
      attachments: [attachmentRow({ contentId })],
    });
    expect((await written(email)).text).toContain('\r\nContent-ID: <a Bcc: thief@evil.example>\r\n');
  });

  it('cannot be added to through what is personal to a recipient', async () => {
    const { text } = await written(emailToSend({ subject: 'Hello {{name}}' }), {
      personalisation: { name: 'Mary\r\nBcc: thief@evil.example' },
    });
    expect(text).not.toMatch(/^bcc:/im);
  });
});

describe('files that are fetched instead of attached', () => {
  const links = [
    {
      name: 'plan <1>.pdf',
      size: 26_214_400,
      url: 'https://mail.example/files/token',
      expiresAt: new Date('2026-12-22T00:00:00Z'),
    },
  ];

  it('stand below text and HTML with name, size, expiry and link', async () => {
    const bodyHtml = '<html><body><p>Hello</p></body></html>';
    const { parsed } = await written(emailToSend({ bodyHtml }), { links });
    expect(parsed.html).toContain(
      'href="https://mail.example/files/token">plan &lt;1&gt;.pdf</a> (26.2 MB, available until 22 December 2026)',
    );
    expect(parsed.html?.trim().endsWith('</body></html>')).toBe(true);
    expect(parsed.text).toContain('plan <1>.pdf (26.2 MB, available until 22 December 2026):');
    expect(parsed.text).toContain('https://mail.example/files/token');
  });

  it('are added to a mail without HTML too', async () => {
    const { parsed } = await written(emailToSend({ bodyHtml: '', bodyText: 'Hello' }), { links });
    expect(parsed.text).toContain('https://mail.example/files/token');
  });
});
