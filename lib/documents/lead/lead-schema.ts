import { z } from 'zod';
import { leadStages } from '#lib/core/enumerations.ts';
import { caseFields, caseListFields } from '../case/case-fields.ts';
import { linkField } from '../document-fields.ts';

const fields = {
  ...caseFields(leadStages),
  expectedRevenue: z.number().min(0).max(99_999_999_999).nullish(),
  teamId: linkField.meta({ description: 'Sales team' }),
};

export const createLeadSchema = z.object(fields);
export const updateLeadSchema = z.object(fields).partial();

export const leadListFields = caseListFields('teamId', ['expectedRevenue']);
