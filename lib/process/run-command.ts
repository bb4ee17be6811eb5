import { sentenceOf } from './explain-failure.ts';

/** Runs a command of the operator: its sentence goes to stdout, a failure in one sentence to stderr with code 1. */
export async function runCommand(work: () => Promise<string>): Promise<void> {
  try {
    process.stdout.write(`${await work()}\n`);
    process.exitCode = 0;
  } catch (error) {
    process.stderr.write(`${sentenceOf(error)}\n`);
    process.exitCode = 1;
  }
}
