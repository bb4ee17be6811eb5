import { z } from 'zod';
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
  | { kind: 'header'; header?: unknown }
  | { kind: 'table'; table: string; columns: string[] }
  | { kind: 'row'; values: (string | null)[] }
  | { kind: 'counter'; counter: string; value: string }
  | { kind: 'end'; rows: number; sha256: string };

/** The header of a backup this version can read. */
export const headerSchema = z.object({
  format: z.literal(backupFormat),
  schema: z.string(),
  createdAt: z.string(),
  secretFingerprint: z.string().nullable(),
  secrets: z.record(z.string(), z.string()).nullable(),
});

/** What the lines after it may hold, whoever wrote the file. */
const lineSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('header'), header: z.unknown().optional() }),
  z.object({ kind: z.literal('table'), table: z.string(), columns: z.array(z.string()).min(1) }),
  z.object({ kind: z.literal('counter'), counter: z.string(), value: z.string().regex(/^\d{1,19}$/) }),
  z.object({ kind: z.literal('end'), rows: z.int(), sha256: z.string() }),
]);

/** One line, with its end. */
export function writeLine(line: BackupLine): string {
  const json = line.kind === 'row' ? line.values : line;
  return `${JSON.stringify(json)}\n`;
}

/**
 * Reads one line; what a header holds is checked by {@link headerSchema}.
 * @throws AppError `invalid` for anything that is no line of a backup
 */
export function readLine(text: string): BackupLine {
  try {
    const value = JSON.parse(text);
    if (Array.isArray(value)) return { kind: 'row', values: value };
    const line = lineSchema.safeParse(value);
    if (line.success) return line.data;
  } catch {
    // said below
  }
  throw damaged();
}

export function damaged(): AppError {
  return new AppError('invalid', 'The file is damaged or cut short. Nothing was restored; use another backup.');
}
