import { describe, expect, test } from 'vitest';
import { classifyFailure, failureStatus, remoteWords } from '#lib/mail/incoming/qualify/classify-failure.ts';
import { cpuTime } from '../../../setup/cpu-time.ts';

const kindOf = (diagnostic: string, status: string | null = null, context = '') =>
  classifyFailure({ action: 'failed', status, diagnostic, context }).kind;

describe('Words of a full mailbox or a refusal are soft, even under a code that says no such user', () => {
  test.each([
    'mailbox is over quota',
    'The message exceeds the allowed size',
    'blocked: listed at a dnsbl',
    'relay access denied',
    'greylisted, try again in 5 minutes',
    'account temporarily disabled',
    'the mailbox is frozen',
    'Das Postfach des Empfängers ist voll.',
    'La boîte de réception est pleine',
    'El buzón está lleno',
    'A caixa postal está cheia',
    'La casella è piena',
    'Het postvak is vol',
    'Brevlådan är full',
    'Postkassen er fuld',
    'Postilaatikko on täynnä',
    'Skrzynka jest przepełniona',
    'Schránka je plná',
    'A postafiók megtelt',
    'Posta kutusu dolu',
    'Почтовый ящик переполнен',
    '对方邮箱已满',
    '郵箱空間不足',
    '受信者のメールボックスがいっぱいです',
    '메일함 용량 초과',
    'Nachricht als Spam abgelehnt',
    'Message refusé',
    '邮件被拒收',
    'couldn’t open mailbox: can’t create lock, no such user',
    'Sender address rejected: Domain not found',
    'Host not found, try again',
  ])('%s', (words) => expect(kindOf(words, '5.1.1')).toBe('soft'));
});

describe('Words of an address or a domain that is not there are hard, even under a code of policy', () => {
  test.each([
    'no such user here',
    'The recipient name is not recognized',
    'unknown or illegal alias: ada',
    'this account has been deleted',
    'Recipient address rejected: User unknown in virtual mailbox table',
    'Host or domain name not found',
    'the domain does not exist',
    'Der Empfänger ist unbekannt',
    'Diese Adresse existiert nicht',
    'Cet utilisateur n’existe pas',
    'Destinataire inconnu',
    'El usuario no existe',
    'Usuário desconhecido',
    'Utente sconosciuto',
    'Onbekend: gebruiker bestaat niet',
    'Mottagaren finns inte',
    'Modtageren findes ikke',
    'Käyttäjää ei löydy',
    'Użytkownik nieznany',
    'Schránka neexistuje',
    'A címzett ismeretlen',
    'Kullanıcı bulunamadı',
    'Такого пользователя нет: пользователь не найден',
    '收件人不存在',
    '宛先のアドレスが存在しません',
    '존재하지 않는 사용자입니다',
    '域名不存在',
  ])('%s', (words) => expect(kindOf(words, '5.0.0')).toBe('hard'));
});

describe('Codes decide where the words say nothing', () => {
  test.each([
    ['5.1.1', 'hard'],
    ['5.1.10', 'hard'],
    ['5.2.1', 'hard'],
    ['5.4.4', 'hard'],
    ['5.2.2', 'soft'],
    ['5.7.1', 'soft'],
    ['4.4.1', 'soft'],
  ] as const)('%s is %s', (status, kind) => expect(kindOf('it did not work', status)).toBe(kind));
});

test('A server that knows the user at RCPT and no more once it has read the mail is a filter', () => {
  const said = '550 : User unknown';
  expect(kindOf(said, '5.0.0', `${said} (in reply to end of DATA command)`)).toBe('soft');
  expect(kindOf(said, '5.0.0', `>>> DATA\n<<< ${said}\n<<< 503 Need RCPT`)).toBe('hard');
  expect(kindOf(said, '5.1.1', `${said} (in reply to end of DATA command)`)).toBe('hard');
});

test('A name in an address is no reason', () => {
  expect(kindOf('550 user unknown: <spam.full@customer.example>', '5.1.1')).toBe('hard');
});

test('The words of the remote server count, not the guess around them', () => {
  expect(remoteWords("5.1.0 - Unknown address error 550-'5.7.1 Access denied'")).toBe('5.7.1 Access denied');
  expect(remoteWords('550 no such user')).toBe('550 no such user');
});

test('A failed mail takes no code of a command that succeeded', () => {
  expect(failureStatus('250 2.1.5 Ok\n451 4.3.0 queue file write error')).toBe('4.3.0');
});

test.each(['mailbox ', 'host ', '5.1.1 ', 'a@b.example ', 'ящик ', '邮箱', '550-', 'no '])(
  'Hostile repetition of %j takes bounded time',
  async (piece) => {
    const text = piece.repeat(100_000 / piece.length);
    expect(await cpuTime(() => kindOf(text, null, text))).toBeLessThan(5_000);
  },
);
