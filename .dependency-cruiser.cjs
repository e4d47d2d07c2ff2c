// Rules 1 to 5 of docs/architecture.md, "Rules of dependency". Rule 4 (process.env) is a lint rule; what
// components may take from lib is in .dependency-cruiser-components.cjs.

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Modules that need each other are one module, or need a third.',
      severity: 'error',
      from: { path: '^(app|components|lib|supabase/local|scripts)/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-unresolved',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'app-only-from-app',
      comment: 'Rule 1: app is routing; nothing depends on it.',
      severity: 'error',
      from: { path: '^(components|lib)/' },
      to: { path: '^app/' },
    },
    {
      name: 'lib-knows-no-components',
      comment: 'Rule 1: lib is the business; mails are its own views.',
      severity: 'error',
      from: { path: '^lib/' },
      to: { path: '^components/' },
    },
    {
      name: 'features-apart',
      comment: 'Rule 1: a feature uses ui, the shell, the live connection, presence and itself.',
      severity: 'error',
      from: { path: '^components/([^/]+)/', pathNot: '^components/(shell|realtime|meetings)/' },
      to: { path: '^components/', pathNot: '^components/(ui|shell|realtime|presence|$1)/' },
    },
    {
      name: 'meetings-stand-on-the-workspace',
      comment:
        'Rule 1: calls happen in conversations; chat knows nothing of them, pages put the two together.',
      severity: 'error',
      from: { path: '^components/meetings/' },
      to: { path: '^components/', pathNot: '^components/(ui|shell|realtime|presence|chat|meetings)/' },
    },
    {
      name: 'ui-knows-no-feature',
      comment: 'Rule 1: ui has no business words.',
      severity: 'error',
      from: { path: '^components/ui/' },
      to: { path: '^components/', pathNot: '^components/ui/' },
    },
    {
      name: 'core-knows-no-domain',
      comment: 'Rule 2: core is mechanism.',
      severity: 'error',
      from: { path: '^lib/core/' },
      to: { path: '^lib/', pathNot: '^lib/(core|i18n)/' },
    },
    {
      name: 'domains-through-queries',
      comment: 'Rule 2: of another domain only queries, access, schemas and table typings; never its writes.',
      severity: 'error',
      from: { path: '^lib/([^/]+)/', pathNot: '^lib/(core|i18n)/' },
      to: { path: '^lib/', pathNot: '^lib/(core|i18n|$1)/|^lib/[^/]+/(queries|access|schemas|tables)\\.ts$' },
    },
    {
      name: 'past-rls-only-from-core',
      comment: 'Rule 3: the client that bypasses row-level security.',
      severity: 'error',
      from: { path: '^(app|components|lib)/', pathNot: '^(lib/core/(jobs|auth)|app/api/hooks)/' },
      to: { path: '^lib/core/(auth/admin|jobs/service)[^/]*\\.ts$' },
    },
    {
      name: 'storage-through-files',
      comment: 'The client of Storage reads past row-level security: lib/files asks the rows first.',
      severity: 'error',
      from: { path: '^(app|components|lib)/', pathNot: '^lib/(files|core/storage)/' },
      to: { path: '^lib/core/storage/' },
    },
    {
      name: 'embedded-stack-knows-no-app',
      comment: 'Rule 5: the folder can be taken elsewhere as it is.',
      severity: 'error',
      from: { path: '^supabase/local/' },
      to: {
        path: '^(?!supabase/local/|node_modules/)[^/]+/|^[^/]+[.](?:[cm]?[jt]sx?|json)$',
        dependencyTypesNot: ['core', 'npm', 'npm-dev', 'npm-no-pkg', 'npm-optional'],
      },
    },
    {
      name: 'not-even-tests-of-the-app-know-it',
      comment: 'Rule 5: what lies beside the app’s code; only tests/ and scripts/ start the embedded stack.',
      severity: 'error',
      from: { path: '^(app|components|lib)/|^proxy\\.ts$' },
      to: { path: '^supabase/local/' },
    },
    {
      name: 'app-knows-no-embedded-stack',
      comment: 'Rule 5.',
      severity: 'error',
      from: { path: '^(app|components|lib)/|^proxy\\.ts$', pathNot: '\\.test\\.tsx?$' },
      to: { path: '^(supabase|scripts|tests)/' },
    },
    {
      name: 'no-test-libraries-in-production',
      severity: 'error',
      from: { path: '^(app|components|lib)/', pathNot: '\\.test\\.tsx?$' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules'] },
    exclude: { path: ['^\\.builds/', '^\\.next/', '^\\.parley'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
