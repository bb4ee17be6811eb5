import { describe, expect, it } from 'vitest';
import { mailPage } from '#lib/mail/incoming/trace/mail-page.ts';

const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

function mailWith(html: string, pictureType = 'image/png'): Buffer {
  return Buffer.from(
    [
      'From: mary@customer.example',
      'MIME-Version: 1.0',
      'Content-Type: multipart/related; boundary=part',
      '',
      '--part',
      'Content-Type: text/html; charset=utf-8',
      '',
      html,
      '--part',
      `Content-Type: ${pictureType}`,
      'Content-ID: <logo@customer.example>',
      'Content-Transfer-Encoding: base64',
      '',
      pixel,
      '--part--',
      '',
    ].join('\r\n'),
  );
}

describe('a mail shown as a page of its own', () => {
  it('runs nothing', async () => {
    const page = await mailPage(mailWith('<p onclick="x()">Hi<script>x()</script><a href="javascript:x()">y</a></p>'), {
      images: true,
    });
    expect(page).toContain('Hi');
    expect(page).not.toMatch(/script|onclick/);
  });

  it('brings the pictures it carries along', async () => {
    const page = await mailPage(mailWith('<p>Our logo: <img src="cid:logo@customer.example"></p>'), { images: false });
    expect(page).toContain(`src="data:image/png;base64,${pixel}"`);
  });

  it('does not embed what only claims to be a picture it may show', async () => {
    const page = await mailPage(mailWith('<p><img src="cid:logo@customer.example"></p>', 'image/svg+xml'), {
      images: false,
    });
    expect(page).not.toContain('data:');
  });

  it.each([
    [false, false],
    [true, true],
  ])('loads pictures kept elsewhere only when asked (asked: %s)', async (images, isLoaded) => {
    const page = await mailPage(mailWith('<p><img src="https://tracker.example/open.png"></p>'), { images });
    expect(page.includes(' src="https://tracker.example/open.png"')).toBe(isLoaded);
  });

  it('says that a mail without text has none', async () => {
    const page = await mailPage(Buffer.from('From: mary@customer.example\r\n\r\n'), { images: false });
    expect(page).toContain('This mail has no text.');
  });
});
