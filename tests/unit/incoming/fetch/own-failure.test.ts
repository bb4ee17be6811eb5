import { DrizzleQueryError } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { AppError } from '#lib/core/errors.ts';
import { databaseErrorOf, isValueRefused, NoDatabaseConnection } from '#lib/db/postgres-errors.ts';
import { isOwnFailure } from '#lib/mail/incoming/fetch/own-failure.ts';
import { Pop3Error } from '#lib/mail/servers/pop3/pop3-error.ts';

const reset = () => Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
const statement = (code: string) =>
  new DrizzleQueryError('insert into mail', ['a whole mail'], Object.assign(new Error('no'), { code, routine: 'x' }));
const withStack = (error: Error, ...frames: string[]) =>
  Object.assign(error, { stack: [String(error), ...frames.map((frame) => `    at ${frame}`)].join('\n') });
const inImapFlow = 'ImapFlow.reader (file:///srv/product/node_modules/imapflow/dist/esm/imap-flow.js:10:5)';
const inOurs = 'fetchFolder (file:///srv/product/lib/mail/incoming/fetch/imap/fetch-folder.ts:50:3)';

describe('whose failure it was', () => {
  test.each<[string, unknown]>([
    ['a statement that failed', statement('23505')],
    ['a connection of a statement that was lost', new DrizzleQueryError('select 1', [], reset())],
    ['no connection to be had', new NoDatabaseConnection(reset())],
    ['a database error behind words of ours', new AppError('unavailable', 'no token', { cause: statement('57P01') })],
    ['a fault in our code', new TypeError('undefined is not a function')],
    ['the same, found out by Node', withStack(new TypeError('x'), 'check (node:internal/validators:1:1)', inOurs)],
    ['a promise of ours that was not kept', new Error('the books were not opened')],
  ])('ours: %s', (_what, error) => {
    expect(isOwnFailure(error)).toBe(true);
  });

  test.each<[string, unknown]>([
    ['a connection that was lost', reset()],
    ['a connection that could not be opened', Object.assign(new Error('no'), { code: 'ECONNREFUSED' })],
    ['a pipe that broke, though its code looks like one of SQL', Object.assign(new Error('no'), { code: 'EPIPE' })],
    ['what a mail library throws', withStack(new Error('Unexpected close'), inImapFlow, inOurs)],
    ['a fault of a mail library', withStack(new TypeError('x'), 'Socket.emit (node:events:1:1)', inImapFlow)],
    ['words about the server', new AppError('unavailable', 'The server refused to search the folder.')],
    ['what a POP3 server did', new Pop3Error('fetch', 'It hung up.')],
    ['the time that was up', AbortSignal.abort(new DOMException('too late', 'TimeoutError')).reason],
    ['something that is no error', 'no'],
  ])('not ours: %s', (_what, error) => {
    expect(isOwnFailure(error)).toBe(false);
  });
});

test('what is logged of a database error holds no parameters', () => {
  expect(databaseErrorOf(statement('23505'))?.message).toBe('no');
});

test.each([
  ['22021', true],
  ['23514', true],
  ['54000', true],
  ['40P01', false],
  ['57P01', false],
])('SQLSTATE %s is about the values: %s', (code, expected) => {
  expect(isValueRefused(statement(code))).toBe(expected);
});
