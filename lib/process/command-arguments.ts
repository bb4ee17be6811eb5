import { AppError } from '#lib/core/errors.ts';

/**
 * The one file a command is given.
 * @throws AppError `invalid` saying how the command is used
 */
export function fileArgument(command: string): string {
  const [file, ...rest] = process.argv.slice(2);
  if (file && !file.startsWith('-') && rest.length === 0) return file;
  throw new AppError('invalid', `Name the file: \`npm run ${command} -- FILE\`.`);
}
