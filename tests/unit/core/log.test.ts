import { expect, test } from 'vitest';
import { errorWithoutValues } from '#lib/core/log.ts';

test('a failed statement is logged without the values it carried', () => {
  const statement = new Error(
    'Failed query: insert into email (body_html) values ($1)\nparams: /reset-password/a-link,7',
  );
  const logged = errorWithoutValues(new Error('could not be kept', { cause: statement }));
  expect(JSON.stringify(logged)).toContain('Failed query: insert into email');
  expect(JSON.stringify(logged)).not.toContain('a-link');
});
