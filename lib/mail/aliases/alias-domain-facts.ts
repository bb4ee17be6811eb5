/** The addresses an alias domain stands for. */
export interface AliasDomainFacts {
  id: number;
  /** Lower-case ASCII. */
  name: string;
  /** Where replies come back to. */
  catchallAddress: string;
  /** The Return-Path. */
  bounceAddress: string;
  defaultFromAddress: string;
  /** The default From was given as a full address: every outgoing mail is sent From it. */
  forceFrom: boolean;
}

/** Spells out the addresses of an alias domain's row. */
export function aliasDomainFacts(row: {
  id: number;
  name: string;
  catchall: string;
  bounce: string;
  defaultFrom: string;
}): AliasDomainFacts {
  const forceFrom = row.defaultFrom.includes('@');
  return {
    id: row.id,
    name: row.name,
    catchallAddress: `${row.catchall}@${row.name}`,
    bounceAddress: `${row.bounce}@${row.name}`,
    defaultFromAddress: forceFrom ? row.defaultFrom : `${row.defaultFrom}@${row.name}`,
    forceFrom,
  };
}
