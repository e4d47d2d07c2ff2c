// npm run soak: the same tests, with the long proofs at full length (tests/support/soak.ts).
import { runCommand } from './lib/terminal.ts';
import { runTests } from './lib/test-run.ts';

process.env['PARLEY_SOAK'] = '1';
await runCommand(async () => await runTests(process.argv.slice(2)));
