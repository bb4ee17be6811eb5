import type { BounceAction, BouncedRecipient } from '#lib/mail/incoming/qualify/bounce.ts';
import { classifyFailure, enhancedStatus, remoteWords } from '#lib/mail/incoming/qualify/classify-failure.ts';
import { type Fields, readFields } from '#lib/mail/incoming/qualify/read-fields.ts';
import { wordsAbout } from '#lib/mail/incoming/qualify/words-about.ts';

/** A report on more text or recipients than this is no honest one. */
const MAX_TEXT = 500_000;
const MAX_RECIPIENTS = 500;

const ACTIONS: BounceAction[] = ['failed', 'delayed', 'delivered', 'relayed', 'expanded'];

/**
 * Every recipient of a delivery status (RFC 3464 section 2.3), also where its fields stand in plain text or a writer
 * tore a block apart by empty lines.
 *
 * @param context the human text of the report: its words decide where a block carries no diagnostic
 */
export function readDeliveryStatus(text: string, context: string): BouncedRecipient[] {
  const blocks = recipientBlocks(readFields(text.slice(0, MAX_TEXT))).slice(0, MAX_RECIPIENTS);
  const all = blocks.flatMap((block) => addressOf(block.get('final-recipient')) ?? []);
  const recipients = blocks.flatMap((block) => readRecipient(block, context, all) ?? []);
  const unique = new Map(recipients.map((recipient) => [recipient.address.toLowerCase(), recipient]));
  return [...unique.values()];
}

function recipientBlocks(blocks: Fields[]): Fields[] {
  const found: Fields[] = [];
  for (const block of blocks) {
    const last = found.at(-1);
    const names = block.has('final-recipient') || block.has('original-recipient');
    const alreadyNamed = last?.has('final-recipient') || !block.has('final-recipient');
    if (names && (!last || alreadyNamed)) found.push(new Map(block));
    else if (last && (block.has('action') || block.has('status') || block.has('diagnostic-code') || names)) {
      for (const [name, value] of block) if (!last.has(name)) last.set(name, value);
    }
  }
  return found;
}

function readRecipient(block: Fields, context: string, all: string[]): BouncedRecipient | null {
  const final = addressOf(block.get('final-recipient'));
  const original = addressOf(block.get('original-recipient'));
  const address = final ?? original ?? addressOf(block.get('x-actual-recipient'));
  if (address === null) return null;
  const said = (block.get('diagnostic-code') ?? '').replace(/^\s*[\w.-]+\s*;\s*/, '').trim();
  const words =
    said ||
    block
      .get('status')
      ?.replace(/^[\d.\s]+/, '')
      .trim() ||
    '';
  const declared = enhancedStatus(block.get('status') ?? '');
  const status = mostSpecific(declared, enhancedStatus(remoteWords(said)));
  const action = actionOf(block.get('action'), declared);
  const near = words || !context.includes(address) ? context : wordsAbout(address, context, all);
  const failure = classifyFailure({ action, status, diagnostic: remoteWords(words), context: near });
  const originalAddress = original && original.toLowerCase() !== address.toLowerCase() ? original : null;
  return { address, originalAddress, action, status, diagnostic: words || firstLines(near), ...failure };
}

function actionOf(value: string | undefined, status: string | null): BounceAction {
  const word = /[a-z]+/i.exec(value ?? '')?.[0]?.toLowerCase() ?? '';
  if (word === 'failure' || word === 'fail') return 'failed';
  const known = ACTIONS.find((action) => action === word);
  return known ?? (status?.startsWith('2') ? 'delivered' : 'failed');
}

/** `5.0.0` says only the class: the server's own code within the diagnostic says more. */
function mostSpecific(declared: string | null, said: string | null): string | null {
  if (!declared || !said) return declared ?? said;
  const vague = /^[245]\.0\.0$|^[45]\.[34]\.0$/.test(declared);
  return vague && said[0] === declared[0] ? said : declared;
}

/** The address of `rfc822;<a@b>`, also without its type, with xtext escapes (RFC 3461 section 4) undone. */
export function addressOf(value: string | undefined): string | null {
  if (!value) return null;
  const bare = value.replace(/^\s*[\w-]+\s*;\s*/, '').replace(/^\s*(?:rfc822|smtp)\s*:\s*/i, '');
  const found =
    /<([^<>\s]+@[^<>\s]+)>/.exec(bare)?.[1] ??
    /("[^"]{1,64}"@[^\s<>()";,]+|[^\s<>()";,:[\]]+@[^\s<>()";,]+)/.exec(bare)?.[1];
  return found ? found.replace(/\+([0-9A-F]{2})/g, unescapeXtext).replace(/[.>]+$/, '') : null;
}

/** Only what RFC 3461 must escape (`+`, `=`) is undone: `user+2B...` may as well be a plain sub-address. */
function unescapeXtext(all: string, hex: string): string {
  return hex === '2B' ? '+' : hex === '3D' ? '=' : all;
}

function firstLines(text: string): string {
  return text.replace(/\s+/g, ' ').trim().slice(0, 300);
}
