import type { NextConfig } from 'next';

const config: NextConfig = {
  // Each build of a checkout has its own folder (scripts/lib/build.ts); hosts that call `next build` get the default.
  distDir: process.env['PARLEY_DIST_DIR'] ?? '.next',
  reactStrictMode: true,
  poweredByHeader: false,
  // `npm run check` verifies the types, of tests and scripts too; a build need not do it again.
  typescript: { ignoreBuildErrors: true },
  turbopack: {
    root: import.meta.dirname,
    // All that next-intl's plugin would do for us.
    resolveAlias: { 'next-intl/config': './lib/i18n/request.ts' },
  },
};

export default config;
