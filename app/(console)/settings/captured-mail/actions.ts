'use server';
import { runAction } from '#lib/auth/action-client.ts';
import type { ClaimDatabaseInput } from '#lib/instance/instance-schema.ts';
import { takeOwnership } from '#lib/instance/take-ownership.ts';
import { sendCaptured } from '#lib/mail/outgoing/send-captured.ts';

/** Makes a copied database this installation's own. */
export async function claim(input: ClaimDatabaseInput) {
  return runAction((ctx) => takeOwnership(ctx, input));
}

/** Sends captured mail for real. */
export async function sendForReal(input: { ids: number[] }) {
  return runAction((ctx) => sendCaptured(ctx, input));
}
