// npm start [-- --lan[=ADDRESS]]: everything that Parley needs, from a production build.
import { readLanOption } from './lib/lan/lan-option.ts';
import { serve } from './lib/serve.ts';
import { runCommand } from './lib/terminal.ts';

await runCommand(async () => await serve('production', readLanOption(process.argv.slice(2))));
