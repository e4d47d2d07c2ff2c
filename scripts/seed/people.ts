import type { INVITABLE_ROLES } from '@/lib/workspaces/schemas';

/** The same for everyone: the demo company exists only on the embedded database, which listens on loopback. */
export const DEMO_PASSWORD = 'parley-demo';

type InvitedRole = (typeof INVITABLE_ROLES)[number];

type SeedPerson = {
  key: string;
  name: string;
  title: string;
  email: string;
  role: InvitedRole | 'owner';
};

const at = (domain: string) => (key: string) => `${key}@${domain}`;
const acme = at('acme.example');
const globex = at('globex.example');

export const ACME_PEOPLE = [
  { key: 'ada', name: 'Ada Okafor', title: 'Managing director', email: acme('ada'), role: 'owner' },
  { key: 'jo', name: 'Jo Kim', title: 'Operations', email: acme('jo'), role: 'admin' },
  { key: 'mei', name: 'Mei Tanaka', title: 'Head of programme', email: acme('mei'), role: 'lead' },
  { key: 'bo', name: 'Bo Lindqvist', title: 'Finance', email: acme('bo'), role: 'member' },
  { key: 'sofia', name: 'Sofia Almeida', title: 'Design lead', email: acme('sofia'), role: 'lead' },
  { key: 'noor', name: 'Noor Haddad', title: 'Designer', email: acme('noor'), role: 'member' },
  { key: 'liam', name: 'Liam Byrne', title: 'Sponsorship', email: acme('liam'), role: 'member' },
  { key: 'yuki', name: 'Yuki Sato', title: 'Speaker relations', email: acme('yuki'), role: 'member' },
  { key: 'kofi', name: 'Kofi Mensah', title: 'Stage production', email: acme('kofi'), role: 'member' },
  { key: 'elena', name: 'Elena Petrova', title: 'Web developer', email: acme('elena'), role: 'member' },
  { key: 'tom', name: 'Tom Fischer', title: 'Venues', email: acme('tom'), role: 'member' },
  { key: 'priya', name: 'Priya Nair', title: 'Marketing', email: acme('priya'), role: 'member' },
  { key: 'hugo', name: 'Hugo Laurent', title: 'Registration', email: acme('hugo'), role: 'member' },
  { key: 'zoe', name: 'Zoe Brandt', title: 'Volunteers', email: acme('zoe'), role: 'member' },
  {
    key: 'ines',
    name: 'Ines Costa',
    title: 'Costa Film',
    email: 'ines@costafilm.example',
    role: 'client',
  },
  {
    key: 'raj',
    name: 'Raj Shah',
    title: 'Stage audio, freelance',
    email: 'raj@shah-audio.example',
    role: 'consultant',
  },
] as const satisfies readonly SeedPerson[];

export const GLOBEX_PEOPLE = [
  { key: 'gia', name: 'Gia Moretti', title: 'Chief executive', email: globex('gia'), role: 'owner' },
  { key: 'marco', name: 'Marco Silva', title: 'Hardware', email: globex('marco'), role: 'member' },
  { key: 'lena', name: 'Lena Vogel', title: 'Press', email: globex('lena'), role: 'member' },
] as const satisfies readonly SeedPerson[];

export type PersonKey = (typeof ACME_PEOPLE | typeof GLOBEX_PEOPLE)[number]['key'];

/** Who is offered on the sign-in page and in the terminal, and as what. */
export const DEMO_LOGINS = [
  { key: 'ada', note: 'Owner of Acme Events' },
  { key: 'bo', note: 'Member of Acme Events' },
  { key: 'gia', note: 'Owner of Globex, another company' },
] as const satisfies readonly { key: PersonKey; note: string }[];
