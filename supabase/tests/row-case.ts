import type { Persona } from './personas.ts';

/**
 * One existing row and who may do what to it. Statements run as the persona, with these names in them:
 * `:workspace`; `:me` (own membership), `:my_user`; `:bystander` (another member), `:bystander_user`; `:general` (public
 * channel, all insiders in it); `:shared` (private channel with everybody of the workspace in it); `:closed` (private
 * channel of the bystander alone); `:shared_call`, `:closed_call` (there, the bystander's);
 * `:caller` (who sits in a call with the client), `:gone` (who has left it); `:direct` (of bystander and
 * owner); `:message`, `:closed_message` (the bystander's).
 */
export type RowCase = {
  table: string;
  row: string;
  where: string;
  select: Persona[];
  /** The change tried; who may make it. */
  update: [set: string, by: Persona[]];
  delete: Persona[];
};
