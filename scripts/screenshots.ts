// npm run screenshots: every main screen, both themes, desktop and phone, into screenshots/.
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { findChromium } from './lib/chromium.ts';
import { dataDirOf, instanceFile, runningInstance } from './lib/instance-files.ts';
import { root } from './lib/root.ts';
import { runStep } from './lib/steps.ts';
import { runCommand, say } from './lib/terminal.ts';
import { instanceEnv, startTestInstance } from './lib/test-instance.ts';

type Subject = { env: Record<string, string | undefined>; stop: () => Promise<void> };

/** The instance that runs already, or one for this purpose. */
async function subject(): Promise<Subject> {
  const dataDir = dataDirOf(process.env);
  const url = (await runningInstance(dataDir))?.instance?.url;
  if (url !== undefined) {
    say(`Taking pictures of ${url}`);
    const people = readFileSync(instanceFile.demoPeople(dataDir), 'utf8');
    return { env: { PARLEY_E2E_URL: url, DEMO_PEOPLE: people }, stop: async () => {} };
  }
  const instance = await startTestInstance({ limits: 'relaxed', fsync: false, say });
  return { env: instanceEnv(instance, instance.dataDir), stop: instance.stop };
}

await runCommand(async () => {
  const executablePath = await findChromium(say);
  const folder = join(root, 'screenshots');
  rmSync(folder, { recursive: true, force: true });
  const { env, stop } = await subject();
  try {
    const result = await runStep({
      name: 'screenshots',
      args: [
        join(root, 'node_modules', '@playwright', 'test', 'cli.js'),
        'test',
        '--project=screenshots',
        ...process.argv.slice(2),
      ],
      env: { ...env, PARLEY_CHROMIUM: executablePath, PARLEY_SCREENSHOTS: folder },
      live: true,
    });
    if (result.ok) say(`The pictures are in ${folder}`);
    return result.ok ? 0 : 1;
  } finally {
    await stop();
  }
});
