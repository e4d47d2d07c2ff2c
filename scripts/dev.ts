// npm run dev: the same as npm start, with hot reload.
import { serve } from './lib/serve.ts';
import { runCommand } from './lib/terminal.ts';

await runCommand(async () => await serve('development', null));
