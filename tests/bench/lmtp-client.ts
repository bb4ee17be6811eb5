import { connect, type Socket } from 'node:net';

export interface LmtpMail {
  raw: Buffer;
  recipient: string;
}

/** Hands mails over by LMTP (RFC 2033), each port by so many connections at a time; answers when the last has its 250. */
export async function handOver(mails: LmtpMail[], ports: number[], connectionsEach: number): Promise<void> {
  const left = mails.toReversed();
  const places = ports.flatMap((port) => Array.from({ length: connectionsEach }, () => port));
  await Promise.all(places.map((port) => converse(port, () => left.pop())));
}

async function converse(port: number, next: () => LmtpMail | undefined): Promise<void> {
  const socket = connect(port, '127.0.0.1').setNoDelay(true);
  const hear = listener(socket);
  try {
    await hear('220');
    socket.write('LHLO bench\r\n');
    await hear('250');
    for (let mail = next(); mail; mail = next()) {
      socket.write(`MAIL FROM:<sender@customer.example>\r\nRCPT TO:<${mail.recipient}>\r\nDATA\r\n`);
      for (const code of ['250', '250', '354']) await hear(code);
      // Lines of the bench mails never begin with a dot.
      socket.write(mail.raw);
      socket.write('.\r\n');
      await hear('250');
    }
  } finally {
    socket.destroy();
  }
}

/** Answers a function that waits for the next whole reply (RFC 5321 section 4.2.1) and checks its code. */
function listener(socket: Socket): (code: string) => Promise<void> {
  let heard = '';
  let wake: () => void = () => undefined;
  socket.setEncoding('latin1');
  socket.on('data', (text: string) => {
    heard += text;
    wake();
  });
  socket.on('error', () => wake()).on('close', () => wake());
  return async (code) => {
    for (;;) {
      const reply = /^(?:\d{3}-.*\r\n)*\d{3}(?: .*)?\r\n/.exec(heard)?.[0];
      if (reply) {
        heard = heard.slice(reply.length);
        if (reply.startsWith(code)) return;
        throw new Error(`expected ${code}, heard ${reply}`);
      }
      if (socket.destroyed) throw new Error(`the server hung up: ${heard}`);
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
}
