/** Address of an attachment's bytes within the console and the API. */
export function attachmentUrl(id: number): string {
  return `/api/v1/attachments/${id}/content`;
}

/** The attachments a text shows as pictures or links, each once, in order. */
export function attachmentIdsIn(html: string): number[] {
  const ids = [...html.matchAll(/\/api\/v1\/attachments\/(\d{1,9})\/content/g)].map((match) => Number(match[1]));
  return [...new Set(ids)];
}
