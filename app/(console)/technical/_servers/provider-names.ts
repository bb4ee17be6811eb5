import type { OauthProvider } from '#lib/core/enumerations.ts';

/** How people call the providers accounts are connected at. */
export const providerNames: Record<OauthProvider, string> = { google: 'Google', microsoft: 'Microsoft' };
