// npm test: everything, beside whatever runs already. `npm test -- e2e chat` runs a part, filtered.
import { runCommand } from './lib/terminal.ts';
import { runTests } from './lib/test-run.ts';

await runCommand(async () => await runTests(process.argv.slice(2)));
