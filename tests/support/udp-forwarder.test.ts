import { createSocket } from 'node:dgram';
import { once } from 'node:events';

import { describe, expect, it, onTestFinished, vi } from 'vitest';

import { UdpForwarder } from './udp-forwarder';

const HOST = '127.0.0.1';

/** Somebody who answers with what they got, a forwarder before them, and somebody who asks. */
async function lineToEcho() {
  const echo = createSocket('udp4');
  echo.on('message', (data, { port }) => echo.send(data, port, HOST));
  echo.bind(0, HOST);
  await once(echo, 'listening');
  const forwarder = await UdpForwarder.to(echo.address().port);
  const asking = createSocket('udp4');
  onTestFinished(() => {
    asking.close();
    forwarder.close();
    echo.close();
  });
  const answers: string[] = [];
  asking.on('message', (data) => answers.push(data.toString()));
  const ask = (text: string) => asking.send(text, forwarder.port, HOST);
  return { forwarder, asking, answers, ask };
}

describe('a forwarder', () => {
  it('lets pass both ways, late if told so, and nothing while it is cut', async () => {
    const { forwarder, asking, answers, ask } = await lineToEcho();
    forwarder.delayMs = 30;
    const beganMs = performance.now();
    ask('one');
    await once(asking, 'message');
    expect(performance.now() - beganMs).toBeGreaterThan(55);

    forwarder.isCut = true;
    ask('lost');
    await vi.waitFor(() => expect(forwarder.dropped).toBe(1));
    forwarder.mend();
    ask('two');
    await once(asking, 'message');
    expect(answers.at(-1)).toBe('two');
  });
});
