// Rule 1 of docs/architecture.md for components: of lib only schemas, actions and pure modules. A module is
// pure when nothing that it imports, however far, is part of the server; actions are the door and are not looked behind.

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'components-stay-off-the-server',
      severity: 'error',
      from: { path: '^components/' },
      to: { path: '^lib/core/(db|env|log|execute)\\.ts$', reachable: true },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', 'actions[.]ts$'] },
    tsPreCompilationDeps: false,
    tsConfig: { fileName: 'tsconfig.json' },
  },
};
