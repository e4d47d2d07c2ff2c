export type Screen = {
  /** File name of the picture, without theme and size. */
  name: string;
  path: string;
  /** Key of the demo person who looks at it; null: signed out. */
  as: string | null;
};

/** The main screens, as a visitor or a person of the demo company sees them. */
export const screens: readonly Screen[] = [
  { name: 'landing', path: '/', as: null },
  { name: 'sign-in', path: '/sign-in', as: null },
  { name: 'sign-up', path: '/sign-up', as: null },
  { name: 'forgot', path: '/forgot', as: null },
  { name: 'not-found', path: '/nowhere', as: null },
  { name: 'new-workspace', path: '/w/new', as: 'ada' },
  { name: 'chat', path: '/w/acme', as: 'ada' },
  { name: 'chat-home', path: '/w/acme/chat', as: 'bo' },
  { name: 'meetings', path: '/w/acme/meetings', as: 'ada' },
  { name: 'join-by-code', path: '/meet', as: 'ada' },
  { name: 'inbox', path: '/w/acme/inbox', as: 'ada' },
  { name: 'people', path: '/w/acme/people', as: 'ada' },
  { name: 'settings', path: '/w/acme/settings', as: 'ada' },
  { name: 'audit-log', path: '/w/acme/settings/audit', as: 'ada' },
];
