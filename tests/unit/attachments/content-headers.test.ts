import { describe, expect, it } from 'vitest';
import { contentHeaders, fileNameIn } from '#lib/attachments/content-headers.ts';

describe('the name of an uploaded file', () => {
  it.each([
    ['attachment; filename="offer.pdf"', 'offer.pdf'],
    ['attachment; filename=offer.pdf', 'offer.pdf'],
    ['attachment; filename="a \\"quoted\\" name.txt"', 'a "quoted" name.txt'],
    ['attachment; filename="plain.txt"; filename*=UTF-8\'\'r%C3%A9sum%C3%A9%20%F0%9F%AA%91.pdf', 'résumé 🪑.pdf'],
    ["attachment; filename*=utf-8'en'100%25.txt", '100%.txt'],
    ["attachment; filename*=UTF-8''broken%E0%A4%A.txt", 'broken%E0%A4%A.txt'],
    ['attachment', null],
    [null, null],
  ])('of %s is %s', (header, name) => {
    expect(fileNameIn(header)).toBe(name);
  });
});

describe('a stored file that is handed out', () => {
  it.each(['text/html', 'image/svg+xml', 'application/pdf', 'text/javascript'])('is saved, not opened: %s', (type) => {
    const headers = contentHeaders({ name: 'a', contentType: type, size: 1 });
    expect(headers['content-type']).toBe('application/octet-stream');
    expect(headers['content-disposition']).toMatch(/^attachment; /);
  });

  it('is shown in place only when it is a harmless picture', () => {
    expect(contentHeaders({ name: 'a.png', contentType: 'image/png', size: 1 })['content-disposition']).toMatch(
      /^inline; /,
    );
  });

  it('never runs and is never guessed at', () => {
    const headers = contentHeaders({ name: 'a.png', contentType: 'image/png', size: 1 });
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['content-security-policy']).toBe("sandbox; default-src 'none'");
  });

  it.each(['résumé 🪑.pdf', "it's 100% (new).txt", 'a;b="c".txt', 'مرحبا.doc'])(
    'keeps its name through the header: %s',
    (name) => {
      const disposition =
        contentHeaders({ name, contentType: 'application/pdf', size: 1 })['content-disposition'] ?? '';
      expect(fileNameIn(disposition)).toBe(name);
      expect(disposition).toMatch(/^[\x20-\x7e]+$/);
    },
  );
});
