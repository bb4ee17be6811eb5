/** Providers anybody may have an address at: their domain is never the company's. */
const genericDomains = new Set(
  `gmail.com googlemail.com outlook.com outlook.fr outlook.de hotmail.com hotmail.co.uk hotmail.fr hotmail.de hotmail.it
  live.com live.be live.fr live.nl msn.com yahoo.com yahoo.co.uk yahoo.fr yahoo.de yahoo.it yahoo.es yahoo.co.in
  yahoo.co.jp ymail.com rocketmail.com aol.com aim.com icloud.com me.com mac.com gmx.com gmx.de gmx.net gmx.at gmx.ch
  web.de t-online.de freenet.de mail.com mail.ru bk.ru list.ru inbox.ru yandex.com yandex.ru ya.ru proton.me
  protonmail.com pm.me tutanota.com tuta.io zoho.com zohomail.com fastmail.com fastmail.fm hey.com qq.com 163.com
  126.com sina.com naver.com daum.net hanmail.net rediffmail.com free.fr orange.fr wanadoo.fr laposte.net sfr.fr
  libero.it virgilio.it alice.it telenet.be skynet.be comcast.net verizon.net att.net sbcglobal.net btinternet.com
  uol.com.br bol.com.br terra.com.br seznam.cz centrum.cz wp.pl o2.pl onet.pl interia.pl ziggo.nl kpnmail.nl
  bluewin.ch mail.de posteo.de mailbox.org duck.com`.split(/\s+/),
);

/** What stands in for a domain until the company has named its own. */
export const placeholderDomain = 'mycompany.example';

export interface DomainProposal {
  domain: string;
  /** Why it is not the administrator's own; null when it is. */
  note: string | null;
}

/** The email domain to begin with, from the administrator's address. */
export function proposeEmailDomain(address: string): DomainProposal {
  const domain = address
    .slice(address.lastIndexOf('@') + 1)
    .trim()
    .toLowerCase();
  if (genericDomains.has(domain)) {
    const note = `Everybody can have an address at ${domain}, so it is not your company's. Replace ${placeholderDomain} by your own domain here or later in General Settings.`;
    return { domain: placeholderDomain, note };
  }
  if (!/^[^\s.[\]]+(\.[^\s.[\]]+)+$/.test(domain)) return { domain: placeholderDomain, note: null };
  return { domain, note: null };
}
