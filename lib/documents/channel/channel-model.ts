import type { DocumentModel } from '#lib/core/enumerations.ts';
import type { ChannelTable } from './store.ts';

/** One model of channels: it has an address, and mails to it become its cases. */
export interface ChannelModel {
  name: DocumentModel;
  /** e.g. `sales team` */
  label: string;
  labelPlural: string;
  path: string;
  table: ChannelTable;
  /** What its address makes, by which field they name it, and how a count of them is said. */
  cases: { model: DocumentModel; field: 'teamId' | 'projectId' | 'jobId'; one: string; many: string };
}
