import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** What the tests need besides npm packages, by a file that shows it is there. */
const needed = [
  { packages: ['postfix'], sign: ['/usr/sbin/postfix'] },
  { packages: ['dovecot-core'], sign: ['/usr/sbin/dovecot'] },
  { packages: ['dovecot-imapd'], sign: ['/usr/lib/dovecot/imap'] },
  { packages: ['dovecot-pop3d'], sign: ['/usr/lib/dovecot/pop3'] },
  { packages: ['dovecot-lmtpd'], sign: ['/usr/lib/dovecot/lmtp'] },
  { packages: ['openssl'], sign: ['/usr/bin/openssl'] },
  { packages: ['chromium'], sign: ['/usr/bin/chromium'] },
  { packages: ['fonts-noto-color-emoji'], sign: ['/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf'] },
];

/** Installs what is missing with apt when that is possible. Answers the packages still missing. */
export function provideSystemPackages(): string[] {
  if (missingPackages().length > 0 && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const apt = (args: string[]) => spawnSync('apt-get', args, { env, stdio: ['ignore', 'inherit', 'inherit'] });
    apt(['update']);
    apt(['install', '-y', '--no-install-recommends', ...missingPackages()]);
  }
  return missingPackages();
}

function missingPackages(): string[] {
  return needed.filter(({ sign }) => !sign.some((file) => existsSync(file))).flatMap(({ packages }) => packages);
}
