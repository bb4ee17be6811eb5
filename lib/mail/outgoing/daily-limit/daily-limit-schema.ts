import { z } from 'zod';

/** The daily limit of the default server, as the card and the API show it. */
export const dailyLimitSchema = z.object({
  limit: z.int().nullable().meta({ description: 'Mails a day through the default server; null: no limit' }),
  used: z.int().meta({ description: 'Places taken since the last reset, one a recipient' }),
  resetAt: z.date().meta({ description: 'When the counter starts again: 23:00 UTC' }),
  stopped: z.int().meta({ description: 'Mails that failed because of the limit and wait for a retry' }),
  level: z.enum(['fine', 'near', 'reached']).meta({ description: 'near from 80 % on' }),
  fixedBy: z.string().nullable().meta({ description: 'The environment variable that fixes the limit' }),
});

export type DailyLimit = z.output<typeof dailyLimitSchema>;

/** What support asks for before it raises a limit. */
export const higherLimitRequestSchema = z.object({
  limit: z.int().nullable(),
  edition: z.string(),
  plan: z.string(),
  users: z.int().meta({ description: 'Active ones' }),
  apps: z
    .array(z.object({ model: z.string(), mails: z.int() }))
    .meta({ description: 'What sent mails in the last 30 days; an empty model: mails of no document' }),
  accepted: z.int().meta({ description: 'Deliveries of the last 30 days that a server accepted' }),
  bounced: z.int().meta({ description: 'Those of them that came back' }),
  bounceRate: z.number().meta({ description: 'bounced / accepted' }),
  busiestDay: z.int().meta({ description: 'Most deliveries accepted in one day (UTC) of these' }),
  stopped: z.int().meta({ description: 'Mails that wait for a retry because of the limit' }),
  text: z.string().meta({ description: 'All of it in words, to be sent to support' }),
});

export type HigherLimitRequest = z.output<typeof higherLimitRequestSchema>;
