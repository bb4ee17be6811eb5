import type { OauthProvider } from '#lib/core/enumerations.ts';
import { oauthProviderFacts } from './providers.ts';

/** An error as the provider gives it (RFC 6749 sections 4.1.2.1 and 5.2), or as the way to it gave it. */
export interface OauthError {
  /** `invalid_grant`, `access_denied`, ...; `network` where nobody answered. */
  error: string;
  /** The provider's own words. */
  description: string;
}

export interface OauthExplanation {
  /**
   * `refused`: only consenting again helps. `settings`: the registration with the provider is wrong. `temporary`: it is
   * tried again by itself.
   */
  kind: 'refused' | 'settings' | 'temporary';
  /** What happened and what to do. */
  words: string;
}

interface Rule {
  fits: RegExp;
  kind: OauthExplanation['kind'];
  /** `{provider}` is its name. */
  words: string;
}

/** Tried in this order on `<error> <description>`. AADSTS codes: Microsoft Entra error reference. */
const rules: Rule[] = [
  {
    fits: /AADSTS(?:90094|90095|65005|90093)|admin_policy_enforced/,
    kind: 'refused',
    words:
      'An administrator of the organisation at {provider} must approve this application before its people may use it. Ask that administrator to grant consent for the whole organisation, then connect again.',
  },
  {
    fits: /access_denied|AADSTS65004/,
    kind: 'refused',
    words:
      'The permission was refused at {provider}. Connect again and allow access, or use a user name and a password instead.',
  },
  {
    fits: /AADSTS(?:7000215|7000216)|invalid_client(?!.*7000222)/,
    kind: 'settings',
    words:
      '{provider} does not accept the client ID and secret of this installation. Copy both again from the registration (the value of the secret, not its ID) into General settings.',
  },
  {
    fits: /AADSTS7000222/,
    kind: 'settings',
    words:
      'The client secret of this installation has expired at {provider}. Make a new one in the app registration and enter it in General settings.',
  },
  {
    fits: /AADSTS700016|AADSTS900023|AADSTS90002|AADSTS50194|AADSTS50020|org_internal/,
    kind: 'settings',
    words:
      'The account belongs to another organisation than the one this installation is registered with at {provider}. Check the tenant in General settings, or register the application for accounts of any organisation.',
  },
  {
    fits: /redirect_uri|AADSTS50011/,
    kind: 'settings',
    words:
      'The redirect URI of this installation is not registered at {provider}. Copy it from General settings into the registration, letter by letter.',
  },
  {
    fits: /unauthorized_client|invalid_scope|AADSTS70011/,
    kind: 'settings',
    words:
      'The registration at {provider} does not allow what mail needs. Add the permission named in General settings to it.',
  },
  {
    fits: /AADSTS(?:700082|70043|70008)/,
    kind: 'refused',
    words: 'The permission ended at {provider} because it was not used for long. Sign in again: connect the account.',
  },
  {
    fits: /AADSTS50173/,
    kind: 'refused',
    words:
      'The account’s password was changed at {provider}, which ended the permission. Sign in again: connect the account.',
  },
  {
    fits: /AADSTS(?:50076|50078|50079|50158|53003|53000|53001|530003)|interaction_required|login_required/,
    kind: 'refused',
    words:
      '{provider} wants the owner of the account to sign in again, with a second factor or from a known device: connect the account.',
  },
  {
    fits: /AADSTS(?:50057|50034|51004)/,
    kind: 'refused',
    words:
      'The account is disabled or gone at {provider}. Ask its administrator, then sign in again: connect the account.',
  },
  {
    fits: /consent_required|AADSTS65001/,
    kind: 'refused',
    words: 'The permission was never given at {provider}, or was withdrawn. Sign in again: connect the account.',
  },
  {
    fits: /invalid_grant/,
    kind: 'refused',
    words: 'The permission was withdrawn at {provider}, or has expired. Sign in again: connect the account.',
  },
];

/** Puts a provider's error into plain words. What is not known counts as temporary: a grant is never given up on a guess. */
export function explainOauthError(provider: OauthProvider, { error, description }: OauthError): OauthExplanation {
  const { name } = oauthProviderFacts[provider];
  const rule = rules.find(({ fits }) => fits.test(`${error} ${description}`));
  const quoted = description ? ` (${description.replace(/\s+/g, ' ').slice(0, 300)})` : '';
  if (rule) return { kind: rule.kind, words: `${rule.words.replaceAll('{provider}', name)}${quoted}` };
  const words = `${name} cannot say just now whether we may sign in: ${error}${quoted}. It is tried again by itself.`;
  return { kind: 'temporary', words };
}
