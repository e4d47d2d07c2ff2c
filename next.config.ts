import type { NextConfig } from 'next';
import createNextIntlPlugin from 'next-intl/plugin';

const config: NextConfig = {
  // Each build of a checkout has its own folder (scripts/lib/build.ts); hosts that call `next build` get the default.
  distDir: process.env['PARLEY_DIST_DIR'] ?? '.next',
  reactStrictMode: true,
  poweredByHeader: false,
  // `npm run check` verifies the types, of tests and scripts too; a build need not do it again.
  typescript: { ignoreBuildErrors: true },
  turbopack: { root: import.meta.dirname },
};

const withTexts = createNextIntlPlugin({
  requestConfig: './lib/i18n/request.ts',
  // Texts are compiled in the build: the browser needs no parser for them (10 KB).
  experimental: {
    messages: { path: './messages/en', format: 'json', locales: 'infer', precompile: true },
  },
});

export default withTexts(config);
