import { defineChannel } from '../channel/define-channel.ts';
import { helpdeskTeamTable } from './store.ts';

/** People who help customers and share an address: mails to its alias become tickets of the team. */
export const helpdeskTeamDefinition = defineChannel({
  name: 'helpdesk_team',
  label: 'helpdesk team',
  labelPlural: 'helpdesk teams',
  path: '/helpdesk/teams',
  table: helpdeskTeamTable,
  cases: { model: 'ticket', field: 'teamId', one: 'One ticket belongs', many: 'tickets belong' },
});
