import { describe, expect, it } from 'vitest';
import { AppError } from '#lib/core/errors.ts';
import { readPipeArguments } from '#lib/process/pipe-arguments.ts';
import { PipeFailure, pipeExitCode } from '#lib/process/pipe-exit-code.ts';

const nothing = { from: null, to: [], serverId: null, strict: false };

describe('the command line of pipe-mail', () => {
  it.each([
    ['nothing', [], {}, nothing],
    [
      'sender and recipients',
      ['--from', 'a@x.example', '--to', 'b@y.example', '--to', '<c@y.example>'],
      {},
      { from: 'a@x.example', to: ['b@y.example', 'c@y.example'] },
    ],
    ['the null sender', ['-f', '<>'], {}, { from: '' }],
    ['recipients at the end', ['--strict', '--', 'b@y.example'], {}, { strict: true, to: ['b@y.example'] }],
    ['a server', ['--server', '7'], {}, { serverId: 7 }],
    [
      'what Postfix sets',
      [],
      { SENDER: '', ORIGINAL_RECIPIENT: 'b@y.example', RECIPIENT: 'root@host.example' },
      { from: '', to: ['b@y.example'] },
    ],
    ['what Postfix sets for a local name', [], { SENDER: 'a@x.example', RECIPIENT: 'sales' }, { from: 'a@x.example' }],
    [
      'the line before the environment',
      ['--from', 'a@x.example', '--to', 'b@y.example'],
      { SENDER: 'z@z.example', RECIPIENT: 'z@z.example' },
      { from: 'a@x.example', to: ['b@y.example'] },
    ],
  ] as const)('is read: %s', (_name, args, env, expected) => {
    expect(readPipeArguments([...args], env as unknown as NodeJS.ProcessEnv)).toEqual({ ...nothing, ...expected });
  });

  it.each([[['--help']], [['-h', '--strict']]])('asks for help: %j', (args) => {
    expect(readPipeArguments(args, {} as NodeJS.ProcessEnv)).toBe('help');
  });

  it.each([
    [['--recipient', 'b@y.example']],
    [['--to']],
    [['--to', 'sales']],
    [['--to', 'b@y.example, c@y.example']],
    [['--server', '0']],
    [['--server', 'x']],
  ])('is refused with 64 and the way to use it: %j', (args) => {
    const read = () => readPipeArguments(args, {} as NodeJS.ProcessEnv);
    expect(read).toThrow(PipeFailure);
    expect(read).toThrow(/Usage: npm/);
    expect(read).toThrow(expect.objectContaining({ exitCode: 64 }));
  });
});

describe('the exit code of pipe-mail', () => {
  const coded = (code: string) => Object.assign(new Error('said'), { code });
  const wrapped = (code: string) =>
    new AppError('unavailable', 'words', { cause: new Error('outer', { cause: coded(code) }) });
  it.each([
    ['an empty mail', new AppError('malformed', ''), 65],
    ['a mail too large', new AppError('too_large', ''), 65],
    ['an unknown recipient', new PipeFailure(67, ''), 67],
    ['a database that does not answer', wrapped('ECONNREFUSED'), 75],
    ['a database that is starting', wrapped('57P03'), 75],
    ['a database that lacks the tables', wrapped('42P01'), 75],
    ['a wrong password', wrapped('28P01'), 77],
    ['a missing right in the database', coded('42501'), 77],
    ['a file that may not be read', coded('EACCES'), 77],
    ['a wrong setting', new AppError('invalid', ''), 75],
    ['a fault of the program', new TypeError('x is not a function'), 70],
  ])('for %s', (_name, error, code) => {
    expect(pipeExitCode(error)).toBe(code);
  });
});
