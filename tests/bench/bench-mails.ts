const sentences =
  'we would like to know more about your chairs, and whether they come in blue as well as in the grey of the catalogue. ';

export interface BenchMail {
  from: string;
  to: string;
  subject: string;
  messageId: string;
  inReplyTo?: string | undefined;
}

/** A mail of 4 KB as a mail program writes it: text and HTML, quoted-printable, with the quoted mail below. */
export function benchMail(mail: BenchMail): Buffer {
  const said = [1, 2, 3, 4].map((n) => `${n}. ${sentences.repeat(2).trim()}`);
  const lines = [
    'Received: from mail.customer.example (mail.customer.example [192.0.2.10])',
    ' by mx.mycompany.example with ESMTPS; Mon, 02 Mar 2026 10:00:01 +0100',
    `From: ${mail.from}`,
    `To: ${mail.to}`,
    `Subject: ${mail.subject}`,
    'Date: Mon, 02 Mar 2026 10:00:00 +0100',
    `Message-ID: ${mail.messageId}`,
    ...(mail.inReplyTo ? [`In-Reply-To: ${mail.inReplyTo}`, `References: ${mail.inReplyTo}`] : []),
    'User-Agent: Mailer 115.3',
    'MIME-Version: 1.0',
    'Content-Type: multipart/alternative; boundary="=_part_7f3a"',
    '',
    '--=_part_7f3a',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: quoted-printable',
    '',
    quoted(
      `Hello Anna,\n\n${said.join('\n\n')}\n\nKind regards\nZoë Müller\n\nOn 1 March 2026, Anna wrote:\n> Which colour?`,
    ),
    '',
    '--=_part_7f3a',
    'Content-Type: text/html; charset=utf-8',
    'Content-Transfer-Encoding: quoted-printable',
    '',
    quoted(htmlOf(said)),
    '',
    '--=_part_7f3a--',
    '',
  ];
  return Buffer.from(lines.join('\r\n'));
}

function htmlOf(said: string[]): string {
  const cell = 'style="font-family:Arial,sans-serif;font-size:14px;color:#222222;padding:4px 8px"';
  const rows = ['Chair A 12', 'Chair B 30', 'Chair C 8'].map((row) => `<tr><td ${cell}><b>${row}</b></td></tr>`);
  const text = said.map((one) => `<p style="margin:0 0 12px 0">${one}</p>`).join('\n');
  return `<html><head><meta charset="utf-8"><style>p { margin: 0 }</style></head><body>
<div dir="ltr">Hello Anna,<br><br>\n${text}
<table border="0" cellpadding="0">${rows.join('')}</table>
<p>Kind regards<br><a href="https://www.customer.example/">Zoë Müller</a></p></div>
<div class="gmail_quote"><div class="gmail_attr">On 1 March 2026, Anna wrote:<br></div>
<blockquote style="margin:0 0 0 8px;border-left:1px solid #cccccc;padding-left:8px">Which colour?</blockquote></div>
</body></html>`;
}

/** Quoted-printable (RFC 2045 section 6.7). */
function quoted(text: string): string {
  const encoded = [...Buffer.from(text)].map((byte) => {
    const isPlain = byte === 10 || (byte >= 32 && byte <= 126 && byte !== 61);
    return isPlain ? String.fromCharCode(byte) : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  });
  const lines = encoded.join('').split('\n');
  return lines.flatMap((line) => folded(line)).join('\r\n');
}

function folded(line: string): string[] {
  const pieces = line.match(/(?:=[0-9A-F]{2}|[^=]){1,72}/g) ?? [''];
  return pieces.map((piece, index) => (index < pieces.length - 1 ? `${piece}=` : piece));
}
