import { AppError } from '#lib/core/errors.ts';

/**
 * A backup is gzip over lines of JSON: a header, then for each table its name and columns followed by its rows (arrays
 * of text in the form PostgreSQL itself reads back), then the counters, and a last line with the number of rows and the
 * SHA-256 of all lines before it. A file without that line was cut short.
 */
export const backupFormat = 'perfectwork-mail backup 1';

export interface BackupHeader {
  format: string;
  /** Of the schema; restored by the same version only. */
  schema: string;
  createdAt: string;
  /** Fingerprint of the APP_SECRET that the stored passwords are sealed with. */
  secretFingerprint: string | null;
  /** The secrets made by the installation itself; null where the operator gave them and keeps them. */
  secrets: Record<string, string> | null;
}

export type BackupLine =
  | { kind: 'header'; header: BackupHeader }
  | { kind: 'table'; table: string; columns: string[] }
  | { kind: 'row'; values: (string | null)[] }
  | { kind: 'counter'; counter: string; value: string }
  | { kind: 'end'; rows: number; sha256: string };

/** One line, with its end. */
export function writeLine(line: BackupLine): string {
  const json = line.kind === 'row' ? line.values : line;
  return `${JSON.stringify(json)}\n`;
}

/**
 * Reads one line.
 * @throws AppError `invalid` for anything that is no line of a backup
 */
export function readLine(text: string): BackupLine {
  try {
    const value = JSON.parse(text);
    if (Array.isArray(value)) return { kind: 'row', values: value };
    if (['header', 'table', 'counter', 'end'].includes(value?.kind)) return value;
  } catch {
    // said below
  }
  throw damaged();
}

export function damaged(): AppError {
  return new AppError('invalid', 'The file is damaged or cut short. Nothing was restored; use another backup.');
}
