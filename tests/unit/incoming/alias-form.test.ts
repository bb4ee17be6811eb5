import { expect, test } from 'vitest';
import { aliasFormSchema, inputOf, placedErrors, valuesOf } from '#app/(console)/technical/aliases/form-values.ts';
import type { AliasItem } from '#lib/mail/aliases/alias-schema.ts';

const stored = (model: string, defaults: Record<string, unknown>) =>
  ({ model, defaults, domain: 'mycompany.example', localPart: 'x' }) as AliasItem;
const roundTrip = (alias: AliasItem) => inputOf(aliasFormSchema.parse(valuesOf(alias, null))).defaults;

test.each([
  ['lead', { teamId: 1, stage: 'qualified', ownerId: 2, priority: 3 }],
  ['task', { projectId: 7, phone: '+49 30 1234' }],
  ['applicant', { jobId: 4 }],
  ['ticket', { teamId: 'not a number', priority: 'high', tags: [1, 2] }],
  ['lead', {}],
])('default values of a %s come out of the form as they went in', (model, defaults) => {
  expect(roundTrip(stored(model, defaults))).toEqual(defaults);
});

test('each default value has its own field; only others stay JSON', () => {
  const shown = valuesOf(stored('task', { projectId: 7, ownerId: 2, emailCc: 'bert@mycompany.example' }), null);
  expect(shown).toMatchObject({ defaults: { projectId: 7, ownerId: '2', stage: null, priority: null } });
  expect(JSON.parse(shown.others)).toEqual({ emailCc: 'bert@mycompany.example' });
});

test('what the server refuses stands at the field it was chosen in; the rest at the JSON it was written in', () => {
  const values = aliasFormSchema.parse(valuesOf(stored('task', { projectId: 7, ownerId: 2, colour: 'red' }), null));
  const refused = ['projectId', 'ownerId', 'stage', 'teamId', 'colour'].map((field) => ({
    path: `defaults.${field}`,
    message: `${field} is wrong.`,
  }));
  expect(placedErrors(values, [{ path: 'localPart', message: 'Taken.' }, ...refused])).toEqual([
    { path: 'localPart', message: 'Taken.' },
    { path: 'defaults.projectId', message: 'projectId is wrong.' },
    { path: 'defaults.ownerId', message: 'ownerId is wrong.' },
    { path: 'others', message: 'stage is wrong. teamId is wrong. colour is wrong.' },
  ]);
});
