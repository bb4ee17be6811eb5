import type { Metadata } from 'next';
import { PageBody, PageHeader } from '#components/frame/page-header.tsx';
import { pageContext } from '#lib/auth/page-context.ts';
import { listCompanies } from '#lib/companies/list-companies.ts';
import { AppError } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { readDailyLimit } from '#lib/mail/outgoing/daily-limit/read-daily-limit.ts';
import { explainSelection } from '#lib/mail/outgoing/explain-selection.ts';
import { readOauthSetup } from '#lib/mail/servers/oauth/read-oauth-setup.ts';
import { readMailDestination } from '#lib/mail/servers/read-mail-destination.ts';
import { showParameter } from '#lib/parameters/show-parameter.ts';
import { listUsers } from '#lib/users/list-users.ts';
import { readPreferences } from '#lib/users/read-preferences.ts';
import { AdministratorsOnly } from '../../administrators-only.tsx';
import { DailyLimitSection } from './daily-limit/daily-limit-section.tsx';
import { DeveloperMode } from './developer-mode.tsx';
import { EmailDomainForm } from './email-domain-form.tsx';
import { type FromPreview, FromPreviewLine } from './from-preview.tsx';
import { MailAccounts } from './mail-accounts.tsx';
import { PeopleLinks } from './people-links.tsx';
import { ServerLinks } from './server-links.tsx';

export const metadata: Metadata = { title: 'General settings' };

const one = { limit: 1, sort: { field: 'name', descending: false }, filters: [] };

/** The settings everything else rests on. */
export default async function GeneralSettingsPage() {
  const ctx = await pageContext();
  if (ctx.actor.role !== 'administrator') return <AdministratorsOnly what="general settings" />;
  const [domain, defaultFrom, preview, destination, users, companies, me, setups, dailyLimit] = await Promise.all([
    showParameter(ctx, 'mail.catchall.domain'),
    showParameter(ctx, 'mail.default.from'),
    previewFrom(ctx),
    readMailDestination(ctx),
    listUsers(ctx, one),
    listCompanies(ctx, one),
    readPreferences(ctx),
    readOauthSetup(ctx),
    readDailyLimit(ctx),
  ]);
  return (
    <>
      <PageHeader
        title="General settings"
        description="How this company sends and receives mail, who works here, and what the console shows."
        crumbs={[{ label: 'Settings' }, { label: 'General settings' }]}
      />
      <PageBody>
        <EmailDomainForm emailDomain={domain.value ?? ''} defaultFrom={defaultFrom.value ?? ''}>
          <FromPreviewLine preview={preview} />
        </EmailDomainForm>
        <ServerLinks destination={destination.kind} withoutOwn={destination.withoutOwn} />
        {destination.kind === 'own' && dailyLimit.limit === null ? null : (
          <DailyLimitSection
            initial={dailyLimit}
            ownServers={destination.kind === 'own'}
            inside={me.notification === 'inbox'}
          />
        )}
        <MailAccounts setups={setups} />
        <PeopleLinks users={users.total} companies={companies.total} />
        <DeveloperMode on={me.developerMode} />
      </PageBody>
    </>
  );
}

/** How a mail of the one who looks would go out now, by the rules that send. */
async function previewFrom(ctx: Ctx): Promise<FromPreview> {
  const author = `"${ctx.actor.name.replace(/["\\]/g, '')}" <${ctx.actor.email}>`;
  try {
    const { headerFrom, serverName, rewritten } = await explainSelection(ctx, { from: author });
    return { author, headerFrom, serverName, rewritten };
  } catch (error) {
    if (error instanceof AppError) return { author, problem: error.message };
    throw error;
  }
}
