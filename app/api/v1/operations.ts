import type { AnyOperation } from '#lib/api/operation.ts';
import { aliasOperations } from './alias-operations.ts';
import { attachmentLinkOperations } from './attachment-link-operations.ts';
import { attachmentOperations } from './attachment-operations.ts';
import { chatterOperations } from './chatter-operations.ts';
import { contactOperations } from './contact-operations.ts';
import { dailyLimitOperations } from './daily-limit-operations.ts';
import { dkimKeyOperations } from './dkim-key-operations.ts';
import { emailOperations } from './email-operations.ts';
import { gatewayOperations } from './gateway-operations.ts';
import { inboxOperations } from './inbox-operations.ts';
import { incomingMailOperations } from './incoming-mail-operations.ts';
import { incomingServerOperations } from './incoming-server-operations.ts';
import { instanceOperations } from './instance-operations.ts';
import { outgoingServerOperations } from './outgoing-server-operations.ts';
import { recordOperations } from './record-operations.ts';
import { refusedRecipientOperations } from './refused-recipient-operations.ts';
import { sandboxOperations } from './sandbox-operations.ts';
import { scheduleOperations } from './schedule-operations.ts';
import { settingsOperations } from './settings-operations.ts';
import { suppressionOperations } from './suppression-operations.ts';
import { userOperations } from './user-operations.ts';

/** Everything `/api/v1` answers, and what `/api/openapi.json` describes. */
export const operations: AnyOperation[] = [
  ...recordOperations,
  ...contactOperations,
  ...chatterOperations,
  ...attachmentOperations,
  ...attachmentLinkOperations,
  ...inboxOperations,
  ...aliasOperations,
  ...scheduleOperations,
  ...outgoingServerOperations,
  ...incomingServerOperations,
  ...dkimKeyOperations,
  ...settingsOperations,
  ...instanceOperations,
  ...userOperations,
  ...suppressionOperations,
  ...emailOperations,
  ...dailyLimitOperations,
  ...gatewayOperations,
  ...incomingMailOperations,
  ...refusedRecipientOperations,
  ...sandboxOperations,
];
