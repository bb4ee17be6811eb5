import { describe, expect, test } from 'vitest';
import { assertHeaderSafe, cleanSubject, hasLineBreak, isHeaderName } from '#lib/mail/message/headers.ts';
import { extractMessageIds, isLoopReference, makeLoopMessageId, makeMessageId } from '#lib/mail/message/message-id.ts';
import { buildReferences } from '#lib/mail/message/references.ts';

describe('Header values', () => {
  test.each(['a\nb', 'a\rb', 'a\0b', 'a\u2028b'])('%j would start another line and is refused', (value) => {
    expect(hasLineBreak(value)).toBe(true);
    expect(() => assertHeaderSafe('Subject', value)).toThrow(/line break/);
  });
  test('A subject is written on one line', () => expect(cleanSubject('One\r\n two\n')).toBe('One  two'));
  test('Names are printable ASCII without a colon', () => {
    expect(['X-Own', 'X Own', 'X:', 'Ü', ''].map(isHeaderName)).toEqual([true, false, false, false, false]);
  });
});

describe('Message ids', () => {
  const parts = { random: 'abc123', unixTime: 1_700_000_000.9, host: 'mail.corp.example' };
  test('name the document', () => {
    expect(makeMessageId({ ...parts, model: 'lead', recordId: 7 })).toBe(
      '<abc123.1700000000-perfectwork-7-lead@mail.corp.example>',
    );
  });
  test('cannot be broken by their parts', () => {
    expect(makeMessageId({ ...parts, host: 'a>\r\nX: y' })).toMatch(/^<[A-Za-z0-9._-]+@[A-Za-z0-9._-]+>$/);
  });
  test('of our automatic answers are recognised when they come back', () => {
    expect(isLoopReference(makeLoopMessageId(parts))).toBe(true);
    expect(isLoopReference(makeMessageId(parts))).toBe(false);
  });
  test.each([
    ['<a@x> <b@x>\r\n <a@x>', ['<a@x>', '<b@x>']],
    ['<a.\r\n b@x>', ['<a.b@x>']],
    ['a@x b@x', ['<a@x>', '<b@x>']],
    ['nothing', []],
    [null, []],
  ])('%j are read', (raw, ids) => expect(extractMessageIds(raw)).toEqual(ids));
});

test('References name the three best ancestors, oldest first, public ones before notes, then the mail itself', () => {
  const ancestors = ['1', '2', '3', '4', '5'].map((id) => ({ messageId: `<${id}@x>`, public: id !== '4' }));
  expect(buildReferences(ancestors, '<own@x>')).toBe('<2@x> <3@x> <5@x> <own@x>');
  expect(buildReferences([], '<own@x>')).toBe('<own@x>');
});
