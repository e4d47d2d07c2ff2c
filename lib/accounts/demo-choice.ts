/** What the sign-in page shows of a demo person: never the password. */
export type DemoChoice = {
  key: string;
  name: string;
  note: string;
  /** Opens the sign-in page of the same installation under another host name, which has cookies of its own. */
  secondWindowUrl: string | null;
};
