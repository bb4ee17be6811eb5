import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { AppError } from '#lib/core/errors.ts';
import { type BackupHeader, type BackupLine, damaged, headerSchema, readLine } from './backup-format.ts';

/** Characters of one line: pieces of files take half a million, the text of a mail some millions. */
const mostCharacters = 100_000_000;

/**
 * The lines of a backup in order, without the last one, which is checked.
 * @throws AppError `invalid` for a file that is no backup, damaged or cut short; `not_found`
 */
export async function* readBackup(file: string, longestLine = mostCharacters): AsyncGenerator<BackupLine> {
  const hash = createHash('sha256');
  let rows = 0;
  let complete = false;
  for await (const text of linesOf(file, longestLine)) {
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
  const header = headerSchema.safeParse(first?.kind === 'header' ? first.header : null);
  if (header.success) return header.data;
  throw new AppError('invalid', 'The file is no backup of PerfectWORK Mail that this version can read.');
}

/**
 * Node's readline loses the error of its stream. Only new pieces are searched, and no line grows beyond all bounds: a
 * small file may unpack to gigabytes.
 */
async function* linesOf(file: string, longestLine: number): AsyncGenerator<string> {
  let begun: string[] = [];
  let length = 0;
  const decoder = new TextDecoder();
  try {
    // An error of either stream ends the iteration; what the callback is told is thrown there already.
    for await (const piece of pipeline(createReadStream(file), createGunzip(), () => undefined)) {
      const [end = '', ...next] = decoder.decode(piece, { stream: true }).split('\n');
      begun.push(end);
      length += end.length;
      if (length > longestLine) throw damaged();
      if (next.length === 0) continue;
      yield begun.join('');
      const rest = next.pop() ?? '';
      yield* next;
      begun = [rest];
      length = rest.length;
    }
  } catch (error) {
    throw explain(file, error);
  }
  if (length > 0) throw damaged();
}

function explain(file: string, error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (code === 'ENOENT') return new AppError('not_found', `There is no file ${file}.`);
  if (code === 'Z_DATA_ERROR' || code === 'Z_BUF_ERROR') return damaged();
  return error;
}
