// Loaded with --import into what child.ts starts: when the starter is gone, even by kill -9, the ipc channel
// closes and the process stops itself instead of being left behind.
const LAST_RESORT_MS = 10_000;

// What the process starts in turn inherits both the import and the variable, but not the parent.
const isWatched = process.env['PARLEY_WATCHED_BY'] === String(process.ppid);

if (isWatched && process.send !== undefined) {
  process.once('disconnect', () => {
    // Raised as a signal so that the process's own handlers run; without one it ends at once.
    process.kill(process.pid, 'SIGTERM');
    setTimeout(() => {
      process.kill(process.pid, 'SIGKILL');
    }, LAST_RESORT_MS).unref();
  });
  // The channel alone must not keep a process alive that has nothing left to do.
  process.channel?.unref();
}
