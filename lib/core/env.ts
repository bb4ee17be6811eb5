import { isIP } from 'node:net';
import { z } from 'zod';
import { AppError } from './errors.ts';

const port = z.coerce.number().int().min(0).max(65535);
const flag = z.enum(['0', '1']).transform((value) => value === '1');
const text = z.string().trim().min(1).optional();

const schema = z.object({
  PORT: port.default(3000),
  HOST: z.string().trim().min(1).default('127.0.0.1'),
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  TRUST_PROXY: flag.default(false),
  DATA_DIR: z.string().trim().min(1).default('./data'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgres://')
    .optional(),
  /** Set by the supervisor for its children: DATABASE_URL is the embedded database of DATA_DIR. */
  EMBEDDED_DATABASE: flag.default(false),
  APP_SECRET: z.string().min(16, 'needs at least 16 characters').optional(),
  CRON_SECRET: z.string().min(16, 'needs at least 16 characters').optional(),
  DEFAULT_SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//, 'must begin with smtp:// or smtps://')
    .optional(),
  SANDBOX_SMTP_PORT: port.default(1025),
  MAIL_IN_PORT: port.default(0),
  MAIL_IN_PROTOCOL: z.enum(['lmtp', 'smtp']).default('lmtp'),
  MAIL_IN_HOST: z.string().trim().min(1).default('127.0.0.1'),
  MAIL_IN_TLS_CERT: text,
  MAIL_IN_TLS_KEY: text,
  MAIL_IN_MAX_MB: z.coerce.number().positive().max(1024).default(50),
  BOOTSTRAP_ADMIN_EMAIL: text,
  BOOTSTRAP_ADMIN_PASSWORD: text,
  BOOTSTRAP_API_KEY: z.string().min(32, 'needs at least 32 characters').optional(),
  SEED_DEMO: flag.default(false),
  PERFECTWORK_EDITION: z.enum(['on_premise', 'online', 'sh']).optional(),
  PERFECTWORK_PLAN: z.enum(['subscription', 'one_app_free', 'trial']).optional(),
  DAILY_LIMIT: z.coerce.number().int().min(0).optional(),
  PLATFORM_DOMAIN: text,
  DNS_SERVERS: z
    .string()
    .transform((value) =>
      value
        .split(',')
        .map((server) => server.trim())
        .filter(Boolean),
    )
    .refine(
      (servers) => servers.every(isDnsServer),
      'must name IP addresses, with or without a port, commas between them',
    )
    .optional(),
  EGRESS_DENY: z.string().default('169.254.0.0/16'),
  OAUTH_GOOGLE_URL: z.url({ protocol: /^https?$/ }).optional(),
  OAUTH_MICROSOFT_URL: z.url({ protocol: /^https?$/ }).optional(),
  METRICS_TOKEN: text,
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
});

/** The environment as the processes use it: checked, with defaults, in our own names. */
export interface Env {
  port: number;
  host: string;
  /** Without a trailing slash. */
  publicUrl: string;
  /** Whether PUBLIC_URL was given (it then is the base of generated links). */
  publicUrlGiven: boolean;
  trustProxy: boolean;
  dataDir: string;
  databaseUrl: string | undefined;
  /** Whether the database lives in DATA_DIR. */
  embeddedDatabase: boolean;
  appSecret: string;
  cronSecret: string;
  defaultSmtpUrl: string | undefined;
  sandboxSmtpPort: number;
  /** Where mail servers hand mails over to us; 0: nowhere. */
  mailInPort: number;
  mailInProtocol: 'lmtp' | 'smtp';
  mailInHost: string;
  /** Files in PEM format; without them the listener offers no STARTTLS. */
  mailInTls: { cert: string; key: string } | undefined;
  /** The largest mail the gateway takes. */
  mailInMaxMb: number;
  bootstrapAdminEmail: string | undefined;
  bootstrapAdminPassword: string | undefined;
  bootstrapApiKey: string | undefined;
  seedDemo: boolean;
  /** These four fix the parameters of the same name. */
  edition: string | undefined;
  plan: string | undefined;
  dailyLimit: number | undefined;
  platformDomain: string | undefined;
  /** Resolvers to ask, `address` or `address:port`; undefined: the system's. */
  dnsServers: string[] | undefined;
  egressDeny: string;
  /** Where the sign-in of a provider is, without a trailing slash; undefined: at the provider. */
  oauthGoogleUrl: string | undefined;
  oauthMicrosoftUrl: string | undefined;
  metricsToken: string | undefined;
  logLevel: string;
}

/**
 * Reads the variables of README, section Environment. Empty variables count as unset.
 * @throws AppError `invalid` naming every variable that is wrong and the rule it breaks
 */
export function readEnv(source: NodeJS.ProcessEnv): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new AppError('invalid', `The environment is not usable. ${faults.join('; ')}.`);
  }
  const v = parsed.data;
  const { MAIL_IN_TLS_CERT: cert, MAIL_IN_TLS_KEY: key } = v;
  if (Boolean(cert) !== Boolean(key)) {
    throw new AppError('invalid', 'MAIL_IN_TLS_CERT and MAIL_IN_TLS_KEY go together. Set both, or neither.');
  }
  return {
    port: v.PORT,
    host: v.HOST,
    publicUrl: (v.PUBLIC_URL ?? `http://localhost:${v.PORT}`).replace(/\/+$/, ''),
    publicUrlGiven: v.PUBLIC_URL !== undefined,
    trustProxy: v.TRUST_PROXY,
    dataDir: v.DATA_DIR,
    databaseUrl: v.DATABASE_URL,
    embeddedDatabase: v.EMBEDDED_DATABASE,
    appSecret: v.APP_SECRET ?? '',
    cronSecret: v.CRON_SECRET ?? '',
    defaultSmtpUrl: v.DEFAULT_SMTP_URL,
    sandboxSmtpPort: v.SANDBOX_SMTP_PORT,
    mailInPort: v.MAIL_IN_PORT,
    mailInProtocol: v.MAIL_IN_PROTOCOL,
    mailInHost: v.MAIL_IN_HOST,
    mailInTls: cert && key ? { cert, key } : undefined,
    mailInMaxMb: v.MAIL_IN_MAX_MB,
    bootstrapAdminEmail: v.BOOTSTRAP_ADMIN_EMAIL,
    bootstrapAdminPassword: v.BOOTSTRAP_ADMIN_PASSWORD,
    bootstrapApiKey: v.BOOTSTRAP_API_KEY,
    seedDemo: v.SEED_DEMO,
    edition: v.PERFECTWORK_EDITION,
    plan: v.PERFECTWORK_PLAN,
    dailyLimit: v.DAILY_LIMIT,
    platformDomain: v.PLATFORM_DOMAIN,
    dnsServers: v.DNS_SERVERS,
    egressDeny: v.EGRESS_DENY,
    oauthGoogleUrl: v.OAUTH_GOOGLE_URL?.replace(/\/+$/, ''),
    oauthMicrosoftUrl: v.OAUTH_MICROSOFT_URL?.replace(/\/+$/, ''),
    metricsToken: v.METRICS_TOKEN,
    logLevel: v.LOG_LEVEL,
  };
}

function isDnsServer(server: string): boolean {
  if (isIP(server)) return true;
  const parts = /^\[?([0-9a-f.:]+?)\]?:(\d{1,5})$/i.exec(server);
  return parts !== null && isIP(parts[1] ?? '') > 0 && Number(parts[2]) <= 65_535;
}
