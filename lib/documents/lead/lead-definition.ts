import { leadStages } from '#lib/core/enumerations.ts';
import { defineCase } from '../case/define-case.ts';
import { createLeadSchema, leadListFields, updateLeadSchema } from './lead-schema.ts';
import { leadTable } from './store.ts';

/** Somebody who may buy something; comes in by form or through the alias of a sales team. */
export const leadDefinition = defineCase({
  name: 'lead',
  label: 'lead',
  labelPlural: 'leads',
  path: '/crm/leads',
  createSchema: createLeadSchema,
  updateSchema: updateLeadSchema,
  listFields: leadListFields,
  stages: leadStages,
  table: leadTable,
  channel: { field: 'teamId', model: 'sales_team', label: 'sales team' },
  makesContact: false,
});
