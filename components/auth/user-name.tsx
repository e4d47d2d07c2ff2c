/** Tells password managers whose password is asked for; not shown and not posted. */
export function UserName({ email }: { email: string }) {
  return <input type="text" autoComplete="username" value={email} readOnly hidden />;
}
