import { sentenceOf } from './explain-failure.ts';
import { prepareInstance } from './prepare-instance.ts';
import { readSettings } from './read-settings.ts';

// A process of its own: the supervisor stays small, because what this loads is gone again afterwards.
try {
  const env = readSettings();
  const facts = await prepareInstance(env, env.databaseUrl ?? '');
  process.send?.(facts, () => process.exit(0));
} catch (error) {
  process.stderr.write(`${sentenceOf(error)}\n`);
  process.exit(1);
}
