import { backdate, createAccount, uniqueEmail } from './support/account';
import { composer, openAs, say, sidebarRow } from './support/chat';
import { codeIn, linkIn, receiveMail } from './support/mail';
import { confirm, fillSignIn, nothingHere, signIn, signOut, signUp } from './support/pages';
import { expect, test } from './support/test';
import { createTeam, createWorkspace, makeInvitation } from './support/workspace';

test('from sign-up to the first message', async ({ page }) => {
  const email = uniqueEmail('Ines Roth');
  await page.goto('/');
  await page
    .getByRole('link', { name: /Create/ })
    .first()
    .click();
  await signUp(page, 'Ines Roth', email);

  const mail = await receiveMail(email);
  await confirm(page, linkIn(mail, '/auth/confirm'), 'Confirm and sign in');
  await expect(page.getByRole('heading', { name: 'Create a workspace' })).toBeVisible();
  const slug = `roth-${email.split('.').at(2)?.slice(0, 8)}`;
  await page.getByLabel('Name', { exact: true }).fill('Roth & Daughters');
  await page.getByLabel('Address', { exact: true }).fill(slug);
  await page.getByRole('button', { name: 'Create workspace' }).click();
  await expect(page).toHaveURL(new RegExp(`/w/${slug}/chat`));

  await sidebarRow(page, 'general').click();
  const steps = page.getByRole('region', { name: 'First steps' });
  await expect(steps).toContainText('0 of 4 done');
  await steps.getByRole('button', { name: 'Say hello' }).click();
  await expect(composer(page)).toBeFocused();
  await say(page, 'Hello, is anybody here?');
  await page.goto(`/w/${slug}/chat`);
  await expect(page.getByRole('region', { name: 'First steps' })).toContainText('1 of 4 done');
});

test('a confirmation link works once, and opening it alone confirms nothing', async ({
  page,
  openPerson,
}) => {
  const email = uniqueEmail('Otto');
  await page.goto('/sign-up');
  await signUp(page, 'Otto', email);
  const link = linkIn(await receiveMail(email), '/auth/confirm');
  const scanner = await openPerson('mail scanner');
  await scanner.goto(link);
  await confirm(page, link, 'Confirm and sign in');
  await expect(page).toHaveURL(/\/w\/new/);
  await scanner.getByRole('button', { name: 'Confirm and sign in' }).click();
  await expect(scanner.getByRole('alert').first()).toContainText('expired');
});

test('an invitation link leads a newcomer through sign-up into the workspace', async ({ page }) => {
  const { workspace } = await createTeam();
  const email = uniqueEmail('Cy Moran');
  await page.goto(await makeInvitation(workspace));
  await expect(page.getByRole('heading', { name: `Join ${workspace.name}` })).toBeVisible();
  await page.getByRole('link', { name: 'Create an account' }).click();
  await signUp(page, 'Cy Moran', email);
  await confirm(page, linkIn(await receiveMail(email), '/auth/confirm'), 'Confirm and sign in');
  await page.getByRole('button', { name: `Join ${workspace.name}` }).click();
  await expect(page).toHaveURL(new RegExp(`/w/${workspace.slug}/chat`));
  await expect(sidebarRow(page, 'general')).toBeVisible();
});

test('an invitation by mail is for its address alone', async ({ openPerson }) => {
  const { workspace, ada } = await createTeam();
  const dee = await createAccount('Dee Voss');
  const host = await openPerson('Ada');
  await openAs(host, ada, workspace, workspace.general);
  await host.goto(`/w/${workspace.slug}/people`);
  await host.getByRole('link', { name: 'Invite people' }).first().click();
  await host.getByLabel('E-mail addresses').fill(dee.email);
  await host.getByRole('button', { name: 'Send invitations' }).click();
  await expect(host.getByText(`Invitation sent to ${dee.email}.`).first()).toBeVisible();
  const link = linkIn(await receiveMail(dee.email), '/invite/');

  const stranger = await createAccount('Stranger');
  const other = await openPerson('a stranger');
  await signIn(other, stranger.email);
  await expect(other).toHaveURL(/\/w\/new/);
  await other.goto(link);
  await expect(other.getByRole('heading', { name: 'For another address' })).toBeVisible();

  const guest = await openPerson('Dee');
  await guest.goto(link);
  await guest.getByRole('link', { name: 'Sign in' }).click();
  await fillSignIn(guest, dee.email);
  await guest.getByRole('button', { name: `Join ${workspace.name}` }).click();
  await expect(guest).toHaveURL(new RegExp(`/w/${workspace.slug}/chat`));
});

test('signing in by a mailed link, and by the code beside it', async ({ openPerson }) => {
  const fay = await createAccount('Fay');
  await backdate(fay);
  for (const way of ['link', 'code'] as const) {
    const page = await openPerson(`Fay, by ${way}`);
    await page.goto('/sign-in');
    await page.getByLabel('E-mail').fill(fay.email);
    await page.getByRole('button', { name: 'Mail me a link and a code' }).click();
    await expect(page.getByRole('heading', { name: 'Check your mail' })).toBeVisible();
    const mail = await receiveMail(fay.email, way === 'link' ? 1 : 2);
    if (way === 'link') await confirm(page, linkIn(mail, '/auth/confirm'), 'Sign in');
    else {
      await page.getByLabel('Code from the mail').fill(codeIn(mail));
      await page.getByRole('button', { name: 'Continue' }).click();
    }
    await expect(page).toHaveURL(/\/w\/new/);
  }
});

test('a new password by mail replaces the old one', async ({ page, openPerson }) => {
  const gil = await createAccount('Gil');
  await page.goto('/sign-in');
  await page.getByRole('link', { name: 'Forgot it?' }).click();
  await expect(page.getByRole('heading', { name: 'Choose a new password' })).toBeVisible();
  await page.getByLabel('E-mail').fill(gil.email);
  await page.getByRole('button', { name: 'Mail me the link' }).click();
  await confirm(page, linkIn(await receiveMail(gil.email), '/auth/confirm'), 'Continue');
  await page.getByLabel('New password').fill('quite another phrase');
  await page.getByRole('button', { name: 'Save the password' }).click();
  await expect(page).toHaveURL(/\/w\/new/);

  const again = await openPerson('Gil again');
  await signIn(again, gil.email);
  await expect(again.getByRole('alert').first()).toContainText('E-mail or password is not right');
  await signIn(again, gil.email, 'quite another phrase');
  await expect(again).toHaveURL(/\/w\/new/);
});

test('after signing out nothing is left to see', async ({ page, problems }) => {
  problems.expect(/401/);
  const workspace = await createWorkspace(await createAccount('Hal Berg'));
  await openAs(page, workspace.owner, workspace, workspace.general);
  await say(page, 'between us');
  await signOut(page);
  await page.goBack();
  await expect(page).toHaveURL(/\/sign-in/);
  await expect(page.getByText('between us')).toHaveCount(0);
  const status = await page.evaluate(async () => (await fetch('/api/v1/organizations')).status);
  expect(status).toBe(401);
  await page.goto(`/w/${workspace.slug}/chat`);
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await expect(nothingHere(page)).toHaveCount(0);
});

test('people of the demo company step in with one click', async ({ page, openPerson }) => {
  test.skip((process.env['DEMO_PEOPLE'] ?? '') === '', 'this instance has no demo company');
  await page.goto('/sign-in');
  const step = page.getByRole('button', { name: /^Continue as / }).first();
  const name = (await step.textContent())?.replace('Continue as ', '') ?? '';
  await step.click();
  await expect(page.getByRole('button', { name: new RegExp(`^Your menu, ${name}`) })).toBeVisible();

  const second = await openPerson('in a second window');
  await second.goto('/sign-in');
  const link = second.getByRole('link', { name: /^Open as .* in a second window$/ }).nth(1);
  await second.goto((await link.getAttribute('href')) ?? '');
  await expect(second.getByRole('button', { name: /^Your menu, / })).toBeVisible();
});
