// Runs coturn, which knows nothing of who started it: `node turn-process.ts PROGRAM CONFIG`. Ends it when asked to end,
// and child.ts asks for that also when the starter was killed. Prints the id of coturn's process first.
import { spawn } from 'node:child_process';

const [program = '', config = ''] = process.argv.slice(2);
const turn = spawn(program, ['-c', config], { stdio: ['ignore', 'inherit', 'inherit'] });
process.stdout.write(`${JSON.stringify({ coturn: turn.pid ?? null })}\n`);

for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(name, () => turn.kill(name));
turn.on('error', (error) => {
  process.stderr.write(`${program} does not start: ${error.message}\n`);
  process.exit(1);
});
turn.on('exit', (code) => process.exit(code ?? 1));
