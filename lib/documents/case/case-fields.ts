import { z } from 'zod';
import type { ListFields } from '#lib/core/list-query.ts';
import { addressListField, emailField, linkField, nameField, optionalLine, optionalText } from '../document-fields.ts';

const stars = 'Choose 0 to 3 stars.';

/** The fields every case has: what somebody outside wrote about, and who looks after it. */
export function caseFields<const Stages extends readonly [string, ...string[]]>(stages: Stages) {
  return {
    name: nameField.meta({ description: 'What it is about', example: 'Fifty office chairs' }),
    contactId: linkField,
    contactName: optionalLine(200),
    emailFrom: emailField.meta({ example: 'Mary Lind <mary@customer.example>' }),
    emailCc: addressListField.meta({ description: 'Addresses that were in Cc of the mails' }),
    phone: optionalLine(60),
    description: optionalText(50_000),
    stage: z.enum(stages, `Choose one of: ${stages.join(', ')}.`).optional(),
    priority: z.int(stars).min(0, stars).max(3, stars).optional().meta({ description: '0-3 stars' }),
    ownerId: linkField.meta({ description: 'User who looks after it' }),
    companyId: z.number().int().positive().optional(),
    active: z.boolean().optional(),
  };
}

/**
 * What a list of cases may be sorted and filtered by.
 * @param channelField the link to where they come in, e.g. `teamId`
 * @param own fields only this model has; they sort as well
 */
export function caseListFields(channelField: string, own: string[] = []): ListFields {
  const filterable = ['id', 'stage', 'ownerId', channelField, 'contactId', 'companyId', 'emailFrom', 'priority'];
  return {
    sortable: ['createdAt', 'updatedAt', 'name', 'stage', 'priority', ...own, 'id'],
    filterable: [...filterable, 'active', 'createdAt', 'updatedAt'],
    defaultSort: '-createdAt',
  };
}
