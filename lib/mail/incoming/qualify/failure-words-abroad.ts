/**
 * The reasons of a failed delivery in other languages than English: a thing (mailbox, recipient, domain) and, in the same
 * sentence, what is wrong with it. Words of one kind stand together, since they decide the same.
 */
function sentences(...pairs: [thing: string, state: string][]): RegExp {
  return new RegExp(pairs.map(([thing, state]) => `(?:${thing})[^.。\\n]{0,60}(?:${state})`).join('|'), 'iu');
}

/** No room: German, French, Spanish and Portuguese, Italian, Dutch, Nordic, Slavic, Hungarian, Turkish, CJK. */
export const FULL = sentences(
  ['postfach|speicher|kontingent|nachrichten?größe|nachricht', 'voll|überschritten|erschöpft|überfüllt|zu groß'],
  ['boîte|boite|espace|messagerie|message', 'pleine?(?!\\p{L})|dépass|saturée?|insuffisant|trop (?:gros|volumineux)'],
  ['buzón|buzon|casilla|bandeja|cuota|mensaje', 'llen[oa]|excedid|superad|sin espacio|demasiado grande'],
  ['caixa|cota|quota|espaço|mensagem', 'chei[oa]|excedid|exced|lotad|esgotad|ultrapass|muito grande'],
  ['casella|quota|spazio|messaggio', 'pien[ao]|superat|esaurit|insufficiente|troppo grande'],
  ['postvak|mailbox|opslag|quotum|bericht', 'vol(?!\\p{L})|overschreden|te groot'],
  ['brevlåd|inkorg|postkass|postboks|innboks|indbakke|kvot', 'full|fuld|överskrid|overskred'],
  ['postilaatik|kiintiö|viesti', 'täynnä|täysi|ylit|liian suuri'],
  ['skrzynk|limit|schránk|kvót|miejsc', 'pełn|przepełnion|przekroczon|pln|překroč|brak'],
  ['postafiók|kvóta', 'megtelt|betelt|tele|túllép'],
  ['posta kutusu|kota', 'dolu|aşıl|aştı'],
  ['ящик|скринька|квот|письмо', 'переполнен|превыш|заполнен|исчерпан|переповнен|слишком больш'],
  ['邮箱|郵箱|信箱|空间|空間|容量|配额|收件箱|邮件', '已满|已滿|满|滿|不足|超出|超过|超過|过大|太大'],
  ['メールボックス|受信箱|容量|ボックス|サイズ', 'いっぱい|一杯|満杯|超え|超過|上限|不足|オーバー'],
  ['메일함|편지함|용량|저장', '가득|초과|부족|꽉'],
);

export const NO_USER = sentences(
  [
    'benutzer|nutzer|empfänger|adresse|postfach|konto',
    'unbekannt|existier\\p{L}* nicht|nicht (?:gefunden|bekannt|vorhanden|existent)|ungültig|gibt es nicht',
  ],
  ['unbekannte|ungültige', 'benutzer|empfänger|adresse'],
  [
    'utilisateur|destinataire|adresse|boîte|boite|compte',
    'inconnue?|existe (?:pas|plus)|introuvable|invalide|désactivé|inexistant',
  ],
  [
    'usuario|destinatario|dirección|direccion|buzón|cuenta',
    'desconocid|no (?:existe|encontrad|válid|se encuentra|se (?:ha )?enc\\p{L}+)|inválid|inexistente|deshabilitad',
  ],
  [
    'usuári|usuari|destinatári|endereço|caixa postal|conta',
    'desconhecid|não (?:existe|encontrad|foi encontrad|localizad)|inválid|inexistente|desativad',
  ],
  [
    'utente|destinatario|indirizzo|casella|account',
    'sconosciut|inesistente|non (?:esiste|trovat|valid|è (?:stat[oa] )?(?:trovat|valid))|disattivat|disabilitat',
  ],
  ['gebruiker|ontvanger|adres|mailbox|postvak', 'onbekend|bestaat niet|niet (?:gevonden|bekend)|ongeldig'],
  [
    'användar|mottagar|adress|brevlåd|kont|bruger|bruker|modtager|mottaker|postkass',
    'okänd|finns inte|hittades inte|ogiltig|ukendt|ukjent|fin[nd]es ikke|eksisterer ikke|ikke fundet|ugyldig',
  ],
  ['käyttäj|vastaanottaj|osoite|osoitetta|postilaatik', 'tuntematon|ei (?:ole|löydy|löytynyt)|virheellinen'],
  [
    'użytkownik|odbiorc|adres|skrzynk|konto|uživatel|příjemc|schránk|účet',
    'nieznan|nie istniej|nie (?:został\\p{L}* )?znalezion|nieprawidłow|neznám|neexistuj|nenalezen|neplatn',
  ],
  ['felhasználó|címzett|postafiók|cím', 'ismeretlen|nem (?:létezik|található)|érvénytelen'],
  ['utilizator|destinatar|adres|căsuț', 'necunoscut|nu exist|inexistent|invalid'],
  ['kullanıcı|alıcı|adres|posta kutusu|hesap', 'bulunamadı|bilinm|mevcut değil|geçersiz'],
  [
    'пользовател|получател|адрес|ящик|аккаунт|уч[её]тн|користувач|одержувач|скринька',
    'не (?:существует|найден|зарегистрирован|існує|знайден)|нет|неизвест|невідом|неверн|отключ|удал[её]н|отсутствует',
  ],
  ['нет такого|не существует', 'пользовател|адрес|ящик|получател'],
  [
    '用户|用戶|收件人|收件者|邮箱|郵箱|信箱|地址|帐号|账号|帳號|账户|使用者',
    '不存在|未找到|找不到|无效|無效|已(?:被)?(?:禁用|停用|注销)',
  ],
  [
    '宛先|ユーザ|アドレス|受信者|アカウント|メールボックス',
    '存在し(?:ません|ない)|見つかりません|不明|無効|登録されていません',
  ],
  ['수신자|사용자|계정|주소|메일|수신인|아이디', '존재하지|찾을 수 없|없습니다|알 수 없'],
  ['존재하지 않는|없는', '사용자|계정|주소|수신|메일'],
);

export const NO_HOST = sentences(
  ['domain|domäne|zielserver', 'nicht gefunden|unbekannt|existiert nicht'],
  ['domaine|serveur|hôte', 'introuvable|inconnu|existe pas'],
  [
    'dominio|domínio|servidor',
    'no (?:existe|encontrad)|desconocid|não (?:existe|encontrad)|desconhecid|non (?:esiste|trovat)|inesistente|inexistente',
  ],
  ['домен', 'не (?:существует|найден|існує)'],
  ['域名|网域|網域|主机', '不存在|找不到|无法解析|解析失败|無法解析'],
  ['ドメイン|ホスト', '存在し(?:ません|ない)|見つかりません|不明'],
  ['도메인', '존재하지|찾을 수'],
);

export const POLICY =
  /abgelehnt|verweigert|gesperrt|refusé|rejeté|bloqué|rechazad|bloquead|rejeitad|recusad|rifiutat|bloccat|geweigerd|geblokkeerd|odrzucon|zablokowan|odmítnut|avvisad|blockerad|отклон[её]н|заблокирован|спам|垃圾邮件|垃圾郵件|拒绝|拒絕|拒收|屏蔽|黑名单|频率|迷惑メール|拒否|스팸|차단|거부/;

/** A delivery that failed, in the words of subjects and first sentences. */
export const NOT_DELIVERED = new RegExp(
  [
    'unzustellbar|nicht (?:zugestellt|zustellbar|übermittelt|ausgeliefert)|zustellung[^.\\n]{0,40}(?:fehlgeschlagen|gescheitert|nicht möglich)|zustell(?:ungs)?fehler',
    'non (?:remis|distribu|délivr)|pu être (?:remis|distribu|délivr|envoy|achemin)|échec (?:de (?:la )?|d.)(?:remise|distribution|livraison|envoi)|retour à l.expéditeur',
    'no (?:se |ha |fue |pudo |puede |pueden |podido |sido |ser |posible ){0,5}entrega|(?:error|fallo) (?:de|en la) entrega|imposible entregar|mensaje devuelto',
    'não (?:foi |pôde |pode |possível |ser ){0,4}entreg|falha na entrega|mensagem devolvida',
    'mancat[oa] (?:recapito|consegna)|non (?:è |stato |può |essere |possibile ){0,4}(?:recapit|consegn)|impossibile (?:recapitare|consegnare)|errore (?:di|nella) consegna',
    'niet (?:worden |kunnen |kon ){0,2}(?:bezorgd|afgeleverd|bezorgen|afleveren)|onbestelbaar|bezorging[^.\\n]{0,20}mislukt',
    'nie (?:został[ao]? |można |mogł[ao]? |zostać |być |udało się ){0,3}dostarcz|niedostarcz|nelze doručit|nebyl[ao]? doručen|nedoruč',
    '(?:inte|ej) (?:kunde |kan |kunnat )?(?:levereras|leverera|skickas)|olevererbar|leveransfel|ikke (?:kunne |kan |blive |bli ){0,2}lever(?:es|et|t)|leveringsfe',
    'toimitus epäonnistui|ei (?:voitu|voida|voi) toimittaa|ei toimitettu|kézbesíthetetlen|nem (?:sikerült |lehet )?kézbesít|sikertelen kézbesít|nu a putut fi (?:livrat|trimis)|nelivrat',
    'teslim edile(?:me|mi)|iletile(?:me|mi)|gönderile(?:me|mi)|αποτυχία (?:παράδοσης|αποστολής)|δεν (?:ήταν δυνατή|παραδόθηκε)',
    'не (?:может |могло |удалось |было |был[ао]? |быть |вдалося ){0,3}достав|недостав|возврат (?:письма|почты|сообщения)|ошибка доставки',
    '退信|退回|被退|(?:无法|無法|未能|未)(?:送达|送達|投递|投遞|传递|傳遞|发送|發送|送出)|(?:投递|投遞|发送|發送|传送|傳送|传递|傳遞)(?:失败|失敗|错误|錯誤)',
    '(?:配信|送信|配送|配達)(?:でき|不能|エラー|失敗|に失敗)|届けられません|お届けできません|届きません|不達|未達',
    '(?:전송|발송|배달|전달)[^.\\n]{0,16}(?:실패|되지|못|불가|오류)|반송',
    'تعذر|لم يتم (?:تسليم|التسليم)|فشل (?:التسليم|تسليم|إرسال)|לא נמסר|לא ניתן למסור|מסירה נכשלה|không (?:thể )?(?:gửi|chuyển|phân phối)|gửi thất bại|ไม่สามารถ(?:ส่ง|จัดส่ง)|tidak (?:dapat |bisa )?(?:di|ter)kirim|gagal (?:ter|di|me)kirim',
  ].join('|'),
  'iu',
);
