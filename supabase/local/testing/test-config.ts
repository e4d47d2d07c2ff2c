import type { StackConfig } from '../context.ts';
import { hostedProject } from '../project-config.ts';

/** What a service is told in tests that are about something else. */
export const testConfig: StackConfig = {
  siteUrl: 'http://localhost:3000',
  redirectUrls: [],
  emailHookUrl: null,
  smtpPort: 0,
  mailFrom: 'test@example.com',
  auth: hostedProject.auth,
  authLimits: false,
  profile: 'hosted',
};
