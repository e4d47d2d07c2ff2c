/** Everybody who may try, in falling order of standing. `outsider` is a member of another workspace, `anon` is signed out. */
export const PERSONAS = ['owner', 'admin', 'lead', 'member', 'client', 'guest', 'outsider', 'anon'] as const;
export type Persona = (typeof PERSONAS)[number];

export const NOBODY: Persona[] = [];
export const ADMINS: Persona[] = ['owner', 'admin'];
export const LEADS: Persona[] = [...ADMINS, 'lead'];
export const INSIDERS: Persona[] = [...LEADS, 'member'];
export const INSIDE: Persona[] = [...INSIDERS, 'client', 'guest'];
export const SIGNED_IN: Persona[] = [...INSIDE, 'outsider'];
