import { describe, expect, it } from 'vitest';
import { parseMail } from '#lib/mail/incoming/parse/parse-mail.ts';
import { recogniseBounce } from '#lib/mail/incoming/qualify/recognise-bounce.ts';
import { GATEWAYS } from '../../../fixtures/reports/gateways.ts';
import { MAIL_SERVERS } from '../../../fixtures/reports/mail-servers.ts';
import { NOT_BOUNCES } from '../../../fixtures/reports/not-bounces.ts';
import { PROVIDERS } from '../../../fixtures/reports/providers.ts';
import { type ReportSample, rawReport } from '../../../fixtures/reports/report-sample.ts';
import { SECOND_LOOK } from '../../../fixtures/reports/second-look.ts';

const named = (samples: ReportSample[]) => samples.map((sample) => [sample.family, sample] as const);

describe('Reports of the families of mail systems name who failed, and whether the address is gone', () => {
  it.each(named([...MAIL_SERVERS, ...PROVIDERS, ...GATEWAYS, ...SECOND_LOOK]))('%s', async (_family, sample) => {
    const bounce = await judge(sample);
    expect(bounce?.recipients.map((one) => one.address)).toEqual(sample.failed);
    expect(bounce?.recipients[0]).toMatchObject({ kind: sample.kind, action: sample.action ?? 'failed' });
  });
});

describe('Mails that speak of failure are no bounces', () => {
  it.each(named(NOT_BOUNCES))('%s', async (_family, sample) => {
    const bounce = await judge(sample);
    expect([bounce?.recipients ?? [], bounce?.feedback ?? null]).toEqual([[], null]);
  });
});

const judge = async (sample: ReportSample) => recogniseBounce(await parseMail(rawReport(sample)));
