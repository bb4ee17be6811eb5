import { describe, expect, it } from 'vitest';
import { attachOrLink, estimateSize } from '#lib/mail/outgoing/serialize/attach-or-link.ts';
import { attachmentRow, emailToSend } from './email-fixture.ts';

const kib = 1024;
const mib = 1_048_576;
/** A file of a document, of 100 KiB unless said. */
const owned = (id: number, more = {}) =>
  attachmentRow({ id, name: `file-${id}.pdf`, size: 100 * kib, model: 'lead', recordId: 7, ...more });
/** A file that belongs to the mail alone. */
const loose = (id: number, more = {}) => owned(id, { model: null, recordId: null, ...more });

describe('the estimated size of a mail', () => {
  it('is headers, body, files by 8/6, and 10 KiB', () => {
    const email = emailToSend({
      headers: { 'X-A': 'b' },
      bodyHtml: 'x'.repeat(1000),
      attachments: [owned(1), owned(2)],
    });
    expect(estimateSize(email)).toBe(Math.ceil('{"X-A":"b"}'.length + 1000 + (200 * kib * 8) / 6 + 10 * kib));
  });

  it('counts bytes, not letters', () => {
    expect(estimateSize(emailToSend({ bodyHtml: 'ä'.repeat(10) })) - estimateSize(emailToSend({ bodyHtml: '' }))).toBe(
      20,
    );
  });
});

describe('which files travel and which become links', () => {
  it.each([
    ['one file within a large limit', [owned(1)], 10 * mib, [1], []],
    ['one file above a small limit', [owned(1)], 0.1 * mib, [], [1]],
    ['three files that together are above the limit', [owned(1), owned(2), owned(3)], 0.3 * mib, [], [1, 2, 3]],
    ['three files that together are within it', [owned(1), owned(2), owned(3)], 0.5 * mib, [1, 2, 3], []],
    ['files of the mail alone, whatever their size', [loose(1), loose(2)], 0.1 * mib, [1, 2], []],
    ['both kinds above the limit', [loose(1), owned(2)], 0.1 * mib, [1], [2]],
    ['a picture inside the text', [owned(1, { contentId: 'logo@here' }), owned(2)], 0.1 * mib, [1], [2]],
    ['a document that has no number yet', [owned(1, { recordId: null })], 0.1 * mib, [1], []],
  ])('%s', (_case, attachments, limit, attached, linked) => {
    const choice = attachOrLink(emailToSend({ attachments }), limit);
    expect(choice.attached.map(({ id }) => id)).toEqual(attached);
    expect(choice.linked.map(({ id }) => id)).toEqual(linked);
    expect(choice.trace).toHaveLength(1);
  });

  it('attaches what reaches the limit exactly', () => {
    const email = emailToSend({ attachments: [owned(1)] });
    const exactly = estimateSize(email);
    expect(attachOrLink(email, exactly).linked).toEqual([]);
    expect(attachOrLink(email, exactly - 1).linked).toHaveLength(1);
  });
});
