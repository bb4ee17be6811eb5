/** What a server action answers a form. Paths are field names, dotted for nested ones. */
export type ActionResult =
  | { ok: true }
  | { ok: false; message: string; errors?: readonly { path: string; message: string }[] };
