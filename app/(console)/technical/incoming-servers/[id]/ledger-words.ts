import type { UidDisposition } from '#lib/core/enumerations.ts';

/** What became of mails, in words and in the order in which it is told. */
export const dispositionWords: readonly [UidDisposition, string][] = [
  ['stored', 'Stored'],
  ['duplicate', 'Received before'],
  ['pending', 'Still to come'],
  ['refused', 'Could not be taken'],
  ['read_before', 'Read before the first fetch'],
  ['gone', 'Deleted before they were taken'],
  ['absent', 'Nothing there'],
];
