import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { AppError } from '#lib/core/errors.ts';
import { type BackupHeader, type BackupLine, backupFormat, damaged, readLine } from './backup-format.ts';

/**
 * The lines of a backup in order, without the last one, which is checked.
 * @throws AppError `invalid` for a file that is no backup, damaged or cut short; `not_found`
 */
export async function* readBackup(file: string): AsyncGenerator<BackupLine> {
  const hash = createHash('sha256');
  let rows = 0;
  let complete = false;
  for await (const text of linesOf(file)) {
    if (complete) throw damaged();
    const line = readLine(text);
    if (line.kind === 'end') {
      if (line.rows !== rows || line.sha256 !== hash.digest('hex')) throw damaged();
      complete = true;
      continue;
    }
    hash.update(`${text}\n`);
    if (line.kind === 'row') rows += 1;
    yield line;
  }
  if (!complete) throw damaged();
}

/**
 * The first line.
 * @throws AppError `invalid` when the file is no backup
 */
export async function readBackupHeader(lines: AsyncGenerator<BackupLine>): Promise<BackupHeader> {
  const { value: first } = await lines.next();
  if (first?.kind === 'header' && first.header?.format === backupFormat) return first.header;
  throw new AppError('invalid', 'The file is no backup of PerfectWORK Mail that this version can read.');
}

/** Node's readline loses the error of its stream. */
async function* linesOf(file: string): AsyncGenerator<string> {
  let rest = '';
  const decoder = new TextDecoder();
  try {
    // An error of either stream ends the iteration; what the callback is told is thrown there already.
    for await (const piece of pipeline(createReadStream(file), createGunzip(), () => undefined)) {
      const parts = `${rest}${decoder.decode(piece, { stream: true })}`.split('\n');
      rest = parts.pop() ?? '';
      yield* parts;
    }
  } catch (error) {
    throw explain(file, error);
  }
  if (rest !== '') throw damaged();
}

function explain(file: string, error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (code === 'ENOENT') return new AppError('not_found', `There is no file ${file}.`);
  if (code === 'Z_DATA_ERROR' || code === 'Z_BUF_ERROR') return damaged();
  return error;
}
