import { z } from 'zod';
import { leadStages } from '#lib/core/enumerations.ts';
import type { ListFields } from '#lib/core/list-query.ts';
import { addressListField, emailField, linkField, nameField, optionalLine, optionalText } from '../document-fields.ts';

const stageField = z.enum(leadStages, `Choose one of: ${leadStages.join(', ')}.`);

const fields = {
  name: nameField.meta({ description: 'What it is about', example: 'Fifty office chairs' }),
  contactId: linkField,
  contactName: optionalLine(200),
  emailFrom: emailField.meta({ example: 'Mary Lind <mary@customer.example>' }),
  emailCc: addressListField.meta({ description: 'Addresses that were in Cc of the mails' }),
  phone: optionalLine(60),
  description: optionalText(50_000),
  stage: stageField.optional(),
  priority: z.number().int().min(0).max(3).optional().meta({ description: '0-3 stars' }),
  expectedRevenue: z.number().min(0).max(99_999_999_999).nullish(),
  ownerId: linkField.meta({ description: 'User who looks after it' }),
  teamId: linkField,
  companyId: z.number().int().positive().optional(),
  active: z.boolean().optional(),
};

export const createLeadSchema = z.object(fields);
export const updateLeadSchema = z.object(fields).partial();

export const leadListFields: ListFields = {
  sortable: ['createdAt', 'updatedAt', 'name', 'stage', 'priority', 'expectedRevenue', 'id'],
  filterable: [
    'id',
    'stage',
    'ownerId',
    'teamId',
    'contactId',
    'companyId',
    'emailFrom',
    'priority',
    'active',
    'createdAt',
    'updatedAt',
  ],
  defaultSort: '-createdAt',
};
