import { describe, expect, it } from 'vitest';
import { safeContentType, safeFileName } from '#lib/attachments/file-name.ts';
import { mergeCc } from '#lib/documents/case/merge-cc.ts';
import { type ContactCandidate, type ContactWish, chooseContact } from '#lib/documents/contact/choose-contact.ts';

describe('which of several contacts with one address is meant', () => {
  const plain = { id: 1, companyId: null, userId: null };
  const user = { id: 2, companyId: null, userId: 5 };
  const ofCompany = { id: 3, companyId: 9, userId: null };
  const ofOther = { id: 4, companyId: 8, userId: null };

  it.each<[string, ContactCandidate[], ContactWish, number]>([
    ['a user’s contact before others', [plain, user], {}, 2],
    ['a follower before a user’s contact', [plain, user], { followerIds: [1] }, 1],
    ['one of the document’s company before one of none', [plain, ofCompany], { companyId: 9 }, 3],
    ['one of no company before a foreign one', [ofOther, plain], { companyId: 9 }, 1],
    ['the oldest among equals', [{ ...plain, id: 7 }, plain], {}, 1],
  ])('%s', (_, candidates, wish, id) => {
    expect(chooseContact(candidates, wish)?.id).toBe(id);
  });

  it('is none when there is none', () => {
    expect(chooseContact([], {})).toBeNull();
  });
});

describe('the Cc list of a lead', () => {
  it.each([
    ['keeps the first mail’s', null, 'Bob <bob@x.example>, eve@x.example', '"Bob" <bob@x.example>, eve@x.example'],
    [
      'adds new addresses once',
      '"Bob" <bob@x.example>',
      'BOB@x.example, eve@x.example',
      '"Bob" <bob@x.example>, eve@x.example',
    ],
    ['stays empty', null, '', null],
  ])('%s', (_, old, added, expected) => {
    expect(mergeCc(old, added)).toBe(expected);
  });
});

describe('names of files from outside', () => {
  it.each([
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\me\\offer.pdf', 'offer.pdf'],
    ['.htaccess', 'htaccess'],
    ['a\r\nContent-Type: text/html', 'html'],
    ['evil\u202efdp.exe', 'evil_fdp.exe'],
    ['', 'attachment'],
    [null, 'attachment'],
    [`${'x'.repeat(300)}.pdf`, `${'x'.repeat(116)}.pdf`],
    ['Angebot für Mäx.pdf', 'Angebot für Mäx.pdf'],
  ])('%j is kept as %j', (name, kept) => {
    expect(safeFileName(name)).toBe(kept);
  });

  it.each([
    ['text/plain; charset=utf-8', 'text/plain'],
    ['IMAGE/PNG', 'image/png'],
    ['nonsense', 'application/octet-stream'],
    ['text/html\r\nX: y', 'application/octet-stream'],
    [null, 'application/octet-stream'],
  ])('the type %j is kept as %j', (type, kept) => {
    expect(safeContentType(type)).toBe(kept);
  });
});
