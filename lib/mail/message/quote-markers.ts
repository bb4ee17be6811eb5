/** `On <date>, <name> wrote:` as the mail programs of different languages write it: how it starts and how it ends. */
const WROTE_LINES: [RegExp, RegExp][] = [
  [
    /^(On|At|Op|Am|Den|Le|El|Il|Em|No dia|På|W dniu|Dnia|Dne|Dňa|Pe|La|Vào|Tarihinde|В|У|Em|Ha|Kl|Le|Op|Den|Vom|Il giorno|Pada)\b|^(Le|El|Il|Em|On|Am|Den|W|В|Вс|Пн|Вт|Ср|Чт|Пт|Сб) ?\S*\d/i,
    /(wrote|writes|schrieb|schreef|geschreven|a écrit|écrit|escribió|escribio|escreveu|ha scritto|scrisse|scritto|skrev|kirjoitti|napisał|napisał\(a\)|napisała|napsal|napsal\(a\)|napísal|a scris|írta|yazdı|пишет|писал|писала|написал|написала|пише|написав|menulis|đã viết|wrote\(s\))\s?:?$/i,
  ],
  [
    /^\S.{0,300}(<[^<>\s]+@[^<>\s]+>|\[[^[\]\s]+@[^[\]\s]+\]|\d{4}|\d{1,2}:\d{2})/,
    /(wrote|writes|schrieb|schreef|het volgende geschreven|a écrit|escribió|escreveu|ha scritto|skrev|kirjoitti|napisał\(?a?\)?|napsal\(?a?\)?|написал\(?а?\)?|пишет|写道|寫道|のメッセージ|さんは書きました)\s?[::]$/i,
  ],
  [/^(20\d\d|\d{1,2})[-./年]/, /(写道|寫道|:|:|>|wrote|skrev|schrieb)$/],
];
const MAX_WROTE_LINES = 4;
const MAX_LINE = 600;

const FORWARD =
  /^>?\s*-{2,}\s*(forwarded message|original message forwarded|weitergeleitete nachricht|message transféré|message transmis|mensaje reenviado|mensagem encaminhada|messaggio inoltrato|doorgestuurd bericht|vidarebefordrat meddelande|videresendt (melding|meddelelse|besked)|välitetty viesti|przekazana wiadomość|пересланное сообщение|转发的邮件|転送メッセージ)\b.*|^(begin forwarded message|anfang der weitergeleiteten (nachricht|e-mail)|début du message (transféré|réexpédié)|inicio del mensaje reenviado|inizio messaggio inoltrato|begin doorgestuurd bericht)\s*:/i;

const ORIGINAL =
  /^[>\s]*[-_=*]{2,}\s*(original message|original appointment|reply message|reply above this line|ursprüngliche (nachricht|e-mail)|originalnachricht|message d'origine|message original|mensaje original|mensagem original|messaggio originale|oorspronkelijk bericht|ursprungligt meddelande|original ?meddelande|oprindelig (meddelelse|besked)|original ?besked|opprinnelig melding|alkuperäinen viesti|oryginalna wiadomość|wiadomość oryginalna|původní zpráva|исходное сообщение|оригинальное сообщение|原始邮件|元のメッセージ|quoted text|in reply to)\s*:?\s*[-_=*]*$/i;

/** The field names of a quoted header block, by what they mean. */
const FIELDS = {
  from: /^(from|von|de|da|van|från|fra|lähettäjä|od|от|від|发件人|寄件者|差出人|van|feladó|gönderen|kimden)$/i,
  date: /^(date|sent|datum|gesendet|envoyé|envoyé le|message du|enviado|enviado el|enviada em|data|fecha|inviato|verzonden|skickat|sendt|dato|lähetetty|päivämäärä|wysłano|odesláno|отправлено|дата|发送时间|送信日時|tarih)$/i,
  to: /^(to|an|à|a|para|aan|till|til|vastaanottaja|do|komu|кому|收件人|宛先|cc|kopie|copie|kopia|reply-to|kime)$/i,
  subject:
    /^(subject|betreff|objet|asunto|assunto|oggetto|onderwerp|ämne|emne|aihe|temat|předmět|тема|主题|主旨|件名|konu)$/i,
};

const SENT_FROM =
  /^[\s*_]*(sent|get|gesendet|von meinem|envoyé|enviado|inviato|verzonden|skickat|sendt|lähetetty|wysłane|отправлено|downloaded|télécharger|obtenir|obtener|descarga)(?!\p{L}).{0,20}(?<!\p{L})(from|with|by|via|von|mit|depuis|de|do|desde|dal|da|vanaf|van|met|från|fra|z|с|outlook|iphone|ipad|gesendet)(?!\p{L}).{0,80}$/iu;
const DEVICES =
  /(iphone|ipad|android|samsung|galaxy|blackberry|windows|nokia|mobile|phone|smartphone|outlook|mail|mailspring|sparrow|yahoo|proton|spark|verizon|wireless|telekom|device|handheld|tablet|xperia|huawei|htc|handy|telefon|tel[eé]fono|tel[eé]phone|cellulare|mobil|t-mobile|gmx|<https?:)/i;

/** Whether a line announces forwarded mail. */
export function isForwardMarker(line: string): boolean {
  return line.length < MAX_LINE && FORWARD.test(line);
}

/** Whether a line is the `-----Original Message-----` of some mail program. */
export function isOriginalMarker(line: string): boolean {
  return line.length < MAX_LINE && ORIGINAL.test(line);
}

/** How many lines the `On ... wrote:` at `index` takes (programs fold it); 0 where there is none, or where a later line begins it. */
export function isWroteLine(lines: string[], index: number): number {
  const found = matchWrote(lines, index);
  if (!found || found.count === 1) return found?.count ?? 0;
  const later = matchWrote(lines, index + 1);
  return later && (later.named || !found.named) ? 0 : found.count;
}

/** `named`: the line begins the way a mail program begins it, not only somewhere with a date and an address. */
function matchWrote(lines: string[], index: number): { count: number; named: boolean } | null {
  let joined = '';
  for (let count = 1; count <= MAX_WROTE_LINES && index + count <= lines.length; count += 1) {
    const line = (lines[index + count - 1] ?? '').trim();
    if (line === '' || (line.startsWith('>') && line !== '>:')) return null;
    joined = `${joined} ${line}`.trim();
    if (joined.length > MAX_LINE) return null;
    const bare = joined.replace(/^[-–—*_\s]+(?=\S)|[-–—*_\s]+$/g, '');
    const rule = /[\d@]/.test(bare) ? WROTE_LINES.findIndex(([start, end]) => start.test(bare) && end.test(bare)) : -1;
    if (rule >= 0) return { count, named: rule === 0 };
    if (isIntroduction(bare)) return { count, named: false };
    if (/[.!?]$/.test(line) && !/\d\.$/.test(line)) return null;
  }
  return null;
}

/** In any language: a date or time, a name with its address in brackets, a colon at the end. */
function isIntroduction(text: string): boolean {
  return (
    /<\s?[^<>\s]{1,200}@[^<>\s]{1,200}\s?>/.test(text) && /\d{1,2}[:.]\d{2}|\b\d{4}\b/.test(text) && /[::]$/.test(text)
  );
}

/** Whether a quoted header block (`From: ... Sent: ... Subject: ...`) begins at `index`: a From and two other fields. */
export function isHeaderBlock(lines: string[], index: number): boolean {
  const first = fieldOf(lines[index] ?? '');
  if (first !== 'from' && first !== 'date') return false;
  const seen = new Set<string>();
  for (const line of lines.slice(index, index + 12)) {
    const field = fieldOf(line);
    if (field) seen.add(field);
    else if (line.trim() === '' && seen.size >= 3) break;
  }
  return seen.has('from') && seen.size >= 3;
}

function fieldOf(line: string): string | null {
  const name = /^[>\s*_]{0,6}([\p{L}][\p{L} '-]{0,24}?)\s?\*{0,2}\s?[::]/u.exec(line.slice(0, 60))?.[1];
  if (!name) return null;
  return Object.entries(FIELDS).find(([, pattern]) => pattern.test(name.trim()))?.[0] ?? null;
}

/** Whether a signature begins at `index`: the `-- ` delimiter, or a mail program's own `Sent from my ...` as the last words. */
export function isSignatureStart(lines: string[], index: number): boolean {
  const line = lines[index] ?? '';
  if (line === '-- ' || /^(--|__)\s*$/.test(line)) return true;
  const trimmed = line.trim();
  if (trimmed.length > 120 || !SENT_FROM.test(trimmed) || !DEVICES.test(trimmed) || /[,;]|[.!?]\s/.test(trimmed))
    return false;
  return lines.slice(index + 1).filter((other) => !/^\s*(>|$)/.test(other)).length <= 2;
}
