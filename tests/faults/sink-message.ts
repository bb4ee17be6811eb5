import type { MessageFault } from './programme.ts';
import type { Dialogue } from './sink-dialogue.ts';

/** From DATA to the reply to the final dot, with the fault that the programme has for it. */
export async function takeMessage(dialogue: Dialogue): Promise<void> {
  const { sink, say, reader } = dialogue;
  const recipients = [...dialogue.recipients];
  const [first] = recipients;
  if (first === undefined) return say('554 5.5.1 No valid recipients');
  const fault = sink.atMessage(first);
  if (fault?.kind === 'reply-to-data') return refuse(dialogue, 'data', fault.reply);
  await say('354 Go ahead');
  let broken = false;
  const message = await reader.message(() => {
    if (fault?.kind !== 'drop-before-dot' || broken) return;
    broken = true;
    sink.log({ kind: 'dropped', stage: 'data', recipients });
    dialogue.drop();
  });
  if (broken) return;
  if (message === null) return sink.log({ kind: 'dropped', stage: 'data', recipients });
  await decide(dialogue, fault, message);
}

/** The dot is here: from now on the mail is ours, or it is not, whatever the client gets to hear. */
async function decide(dialogue: Dialogue, fault: MessageFault | null, message: string): Promise<void> {
  const { sink, say, drop, recipients } = dialogue;
  if (fault?.kind === 'reply-to-dot') return refuse(dialogue, 'dot', fault.reply);
  if (fault?.kind === 'drop-at-dot') {
    sink.log({ kind: 'dropped', stage: 'dot', recipients });
    return drop();
  }
  const messageId = /^Message-ID:\s*(\S+)/im.exec(message)?.[1] ?? '';
  sink.log({ kind: 'accepted', recipients, messageId });
  if (fault?.kind === 'drop-after-dot') {
    sink.log({ kind: 'dropped', stage: 'confirmation', recipients });
    return drop();
  }
  if (fault?.kind === 'silence') {
    while (!sink.well) await sink.pause(500);
    sink.log({ kind: 'dropped', stage: 'confirmation', recipients });
    return drop();
  }
  await sink.pause(fault?.kind === 'delay' ? fault.ms : sink.programme.dotDelay);
  await say('250 2.0.0 Taken');
}

async function refuse(
  { sink, say, socket, recipients }: Dialogue,
  stage: 'data' | 'dot',
  reply: string,
): Promise<void> {
  sink.log({ kind: 'refused', stage, reply, recipients });
  await say(reply);
  if (reply.startsWith('421')) socket.end();
}
