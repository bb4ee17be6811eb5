/**
 * The words mail programs put around what they quote, in the languages those programs come in. A word here is the
 * beginning of one (`napisał` also stands for `napisała`), so that endings need no entries of their own.
 */

/** Verbs of `On ... wrote:`, and what stands in for one. */
export const WROTE =
  /(?<!\p{L})(?:wrote|writes|schrieb|schreef|geschreven|a écrit|écrit|ecrit|escribió|escribio|escreveu|ha scritto|scrisse|scritto|skrev|skrifaði|kirjoitti|napisa[łlo]|pisze|napsal|napísal|a scris|írta|yazdı|пишет|писал|написа|пише|menulis|đã viết|va escriure|kirjutas|rašė|rakstīja|έγραψε|כתב|كتب|كتابة|लिखा|quoting|zitat von|citando|citation de)|写道|寫道|のメール|のメッセージ|書きました|님이 작성|작성:|เขียน/iu;

/** Field names of a quoted header block, by what they mean. */
export const FIELD_NAMES = {
  from: /^(?:from|von|de|da|van|från|fra|lähettäjä|od|od koga|от|від|发件人|發件人|寄件者|寄件人|差出人|送信者|feladó|gönderen|kimden|de la|από|מאת|من|보낸 ?사람|보낸이|saatja|no|nuo|จาก|từ|dari|šalje|frá|प्रेषक)$/iu,
  date: /^(?:date|sent|datum|gesendet|envoyé|envoyé le|message du|enviado|enviado el|enviada em|enviada|data|fecha|inviato|verzonden|skickat|sendt|dato|lähetetty|päivämäärä|päiväys|wysłano|wysłane|odesláno|odoslané|dátum|elküldve|küldve|trimis|dată|изпратено|отправлено|дата|надіслано|发送时间|發送時間|日期|寄件日期|傳送時間|送信日時|日付|tarih|gönderildi|gönderme tarihi|στάλθηκε|ημερομηνία|נשלח|תאריך|تم الإرسال|تاريخ الإرسال|التاريخ|보낸 ?날짜|날짜|poslano|poslato|saadetud|nosūtīts|datums|išsiųsta|ส่ง|วันที่|đã gửi|ngày|dikirim|tanggal|enviat|sent at|received)$/iu,
  to: /^(?:to|an|à|a|para|aan|till|til|vastaanottaja|do|komu|кому|до|收件人|收件者|宛先|cc|kopie|copie|kopia|копия|抄送|reply-to|kime|címzett|către|catre|προς|אל|إلى|받는 ?사람|받는이|prima|za|adressaat|saaja|kam|ถึง|tới|đến|kepada|per a)$/iu,
  subject:
    /^(?:subject|betreff|objet|asunto|assunto|oggetto|onderwerp|ämne|emne|aihe|temat|předmět|predmet|tárgy|subiect|относно|тема|主题|主旨|主題|件名|konu|θέμα|נושא|الموضوع|제목|zadeva|teema|tēma|tema|เรื่อง|chủ đề|tiêu đề|subjek|perihal|assumpte|naslov|efni)$/iu,
} as const;

const DASHES = '[-_=*\u2010-\u2015\u2500]';
const ORIGINAL_WORD =
  'origin|ursprüngl|oorspronkel|ursprungli|oprindelig|opprinnelig|alkuperäi|oryginaln|původn|pôvodn|eredeti|исходн|оригинал|оригінал|първоначал|αρχικό|özgün|orijinal|מקורי|الأصلي|أصلي|原始|原件|元の|원본|izvorn|izvirn|gốc|asli|algne|sākotnēj|pradin';

/** `-----Original Message-----` between two rules, of any length and with any dash. */
export const ORIGINAL_RULE = new RegExp(
  `^[>\\s]*${DASHES}{2,}[^-\\n]{0,40}(?:${ORIGINAL_WORD})[^\\n]{0,40}?:?\\s*${DASHES}{2,}$`,
  'iu',
);

/** Rules with other words: what ticket systems and some programs write above the quoted mail. */
export const OTHER_RULE = new RegExp(
  `^[>\\s]*(?:${DASHES}{2,}|#{2,})\\s*-?\\s*(?:reply message|(?:please )?(?:type|write|enter)? ?(?:your )?reply above this line|quoted text|in reply to|in antwort auf)[^\\n]{0,20}$`,
  'iu',
);

const FORWARD_WORD =
  'forward|weitergeleitet|transf[eé]r|transmis|réexpédi|reenviad|reenviat|encaminhad|inoltrat|doorgestuurd|vidarebefordra|videresend|välitet|edelleenlähetet|przekazan|przesłan|přeposlan|preposlan|továbbít|redirecționat|переслан|перенаправлен|препратен|προωθημέν|iletilen|iletilmiş|הועבר|מועבר|محول|توجيه|转发|轉寄|轉發|転送|전달|proslijeđen|prosleđen|posredovan|chuyển tiếp|diteruskan|edastatud|persiųst|pārsūtīt';

const BEGIN_WORD =
  'begin|beginn|anfang|début|inicio|início|inizio|inici|start|början|begynnelse|påbegynt|alku|začátek|začiatok|początek|начало|початок|αρχή|تحويل|开始|開始|以下';

/** `---------- Forwarded message ---------`, or Apple's `Begin forwarded message:`. */
export const FORWARD_RULE = new RegExp(
  `^>?\\s*(?:${DASHES}{2,}[^\\n]{0,30}(?:${FORWARD_WORD})[^\\n]{0,60}|(?:${BEGIN_WORD})[^\\n]{0,30}(?:${FORWARD_WORD})[^\\n]{0,30}[:：])$`,
  'iu',
);

/** The same within HTML: text between two tags. */
export const FORWARD_IN_HTML = new RegExp(
  `>\\s{0,20}(?:${DASHES}{2,60}[^<>]{0,30}(?:${FORWARD_WORD})[^<>]{0,30}${DASHES}{2}|(?:${BEGIN_WORD})[^<>]{0,30}(?:${FORWARD_WORD})[^<>]{0,30}[:：]\\s{0,20}<)`,
  'iu',
);

/** How `Sent from my ...` begins; what it was sent with follows. */
export const SENT_FROM =
  /^[\s*_]*(?:(?:diese|this|ce|questo|este|esta|dit|ta|это|це)\s(?:nachricht|e-?mail|mail|message|messaggio|mensaje|mensagem|bericht|wiadomość|письмо|сообщение)\s[^.]{0,30})?(?:sent|get|gesendet|von (?:meinem|meiner|outlook|iphone)|envoyé|enviado|enviat|inviato|verzonden|verstuurd|gestuurd|skickat|sendt|lähetetty|wysłan[eo]|odesláno|odoslané|poslano|poslato|отправлено|надіслано|изпратено|trimis|εστάλη|στάλθηκε|נשלח|أُ?رسلت|تم الإرسال|được gửi|gửi từ|dikirim|saadetud|išsiųsta|nosūtīts|发自|發自|來自|来自|從我的|自我的|downloaded|download|télécharger|obtenir|obtener|obter|scarica|descarga)(?!\p{Ll})/iu;

/** `Sent from my`: whatever follows is a thing that sends mail. */
export const SENT_FROM_MINE =
  /^[\s*_]*(?:sent (?:from|with|via|by|on) my|von mein\p{Ll}* \S.{0,60} gesendet|envoyé (?:de|depuis|par) mon|enviado (?:desde|do|de) (?:mi|meu)|inviato dal (?:mio)|(?:verzonden|verstuurd) vanaf mijn|skickat från min|sendt fra min) \S/iu;

/** Languages that name the device first: `iPhoneから送信`, `iPhone'umdan gönderildi`. */
export const SENT_LAST =
  /(?:gönderildi|から送信|から送信されました|傳送|发送|에서 보냄|에서 보냈습니다|küldve|gesendet|versendet)\.?$/iu;

/** What mail is sent with: makers, programs and networks; words for a telephone. */
export const DEVICES =
  /(?:iphon|ipad|ipod|android|samsung|galaxy|blackberry|windows|nokia|mobile|phone|smartphone|outlook|mail|mailspring|sparrow|yahoo|proton|tutanota|spark|verizon|wireless|telekom|device|appareil|dispositivo|handheld|tablet|xperia|huawei|honor|xiaomi|redmi|oppo|oneplus|motorola|pixel|htc|handy|telefon|tel[eé]fono|tel[eé]phone|cellulare|celular|mobil|t-mobile|vodafone|gmx|web\.de|почт|телефон|微信|手机|手機|<https?:)/iu;
