import { defineChannel } from '../channel/define-channel.ts';
import { salesTeamTable } from './store.ts';

/** Sellers who share an address: mails to its alias become leads of the team. */
export const salesTeamDefinition = defineChannel({
  name: 'sales_team',
  label: 'sales team',
  labelPlural: 'sales teams',
  path: '/crm/teams',
  table: salesTeamTable,
  cases: { model: 'lead', field: 'teamId', one: 'One lead belongs', many: 'leads belong' },
});
