// Starts coturn as npm start does, on a port of its own, and says so; for a test that kills this process.
import { claimPortFrom } from '../../../scripts/lib/ports.ts';
import { startTurn } from '../../../scripts/lib/turn/start-turn.ts';

const [program = '', dataDir = '', firstPort = ''] = process.argv.slice(2);
const { port } = await claimPortFrom(Number(firstPort));
const pids: Record<string, number> = {};
const { ready } = await startTurn({
  program,
  dataDir,
  address: '127.0.0.1',
  port,
  peers: '127.0.0.1',
  onLine: () => {},
  onStart: (name, pid) => {
    pids[name] = pid;
  },
  onProblem: (message) => process.stderr.write(`${message}\n`),
});
await ready;
process.stdout.write(`${JSON.stringify({ port, pids: Object.values(pids) })}\n`);
