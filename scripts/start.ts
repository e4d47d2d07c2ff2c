// npm start: everything that Parley needs, from a production build.
import { serve } from './lib/serve.ts';
import { runCommand } from './lib/terminal.ts';

await runCommand(async () => await serve('production'));
