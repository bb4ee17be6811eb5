import { z } from 'zod';
import { type OauthProvider, oauthProviders } from '#lib/core/enumerations.ts';

export const oauthSetupSchema = z.object({
  provider: z.enum(oauthProviders),
  clientId: z.string().trim().max(255),
  /** Left out: the stored one stays; null: it is cleared. */
  clientSecret: z.string().trim().max(1000).nullable().optional(),
  /** Microsoft only. */
  tenant: z.string().trim().max(255).optional(),
});

export type OauthSetupInput = z.input<typeof oauthSetupSchema>;

/** How this installation is registered with a provider. */
export interface OauthSetup {
  provider: OauthProvider;
  name: string;
  clientId: string;
  /** When the secret was set; null: there is none. */
  secretSetAt: Date | null;
  tenant: string | null;
  /** To be registered with the provider. */
  redirectUri: string;
  /** Permissions the registration needs. */
  scopes: string[];
}
