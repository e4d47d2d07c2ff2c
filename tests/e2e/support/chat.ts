import { expect, type Locator, type Page } from '@playwright/test';

import { type Account, enter } from './account';
import type { Workspace } from './workspace';

/** A workspace's chat, as people use it. */

export const composer = (page: Page): Locator => page.getByRole('textbox', { name: /^Message / });
export const messages = (page: Page): Locator => page.getByRole('log').getByRole('article');
export const messageWith = (page: Page, text: string): Locator => messages(page).filter({ hasText: text });
export const sidebar = (page: Page): Locator => page.getByRole('complementary', { name: 'Sidebar' });
/** A line of the sidebar by the name of its conversation, whatever is unread in it. */
export const sidebarRow = (page: Page, name: string): Locator =>
  sidebar(page).getByRole('link', { name: new RegExp(`^${name}( \\d+ unread)?$`) });

/** Ids of the messages on screen, from top to bottom. */
export const shownIds = async (page: Page): Promise<string[]> =>
  await messages(page).evaluateAll((rows) => rows.map((row) => row.getAttribute('data-message') ?? ''));

export async function openConversation(page: Page, { slug }: Workspace, id: string): Promise<void> {
  await page.goto(`/w/${slug}/chat/${id}`);
  await expect(composer(page)).toBeEditable();
}

/** Opens a conversation as somebody who is signed in already. */
export async function openAs(page: Page, account: Account, workspace: Workspace, id: string): Promise<void> {
  await enter(page.context(), account);
  await openConversation(page, workspace, id);
}

/** Writes and sends, and waits until the server has it. */
export async function say(page: Page, text: string): Promise<void> {
  await composer(page).fill(text);
  await composer(page).press('Enter');
  await expectSent(page, text);
}

/** The message is there once and is no longer on its way. */
export async function expectSent(page: Page, text: string): Promise<void> {
  await expect(messageWith(page, text)).toHaveCount(1);
  await expect(messageWith(page, text).getByText('Sending…')).toHaveCount(0);
}

/** Presses a button of the toolbar that floats over a message. */
export async function useToolbar(page: Page, text: string, button: string): Promise<void> {
  const row = messageWith(page, text);
  await row.hover();
  await row.getByRole('toolbar').getByRole('button', { name: button, exact: true }).click();
}

export async function useMessageMenu(page: Page, text: string, item: string): Promise<void> {
  await useToolbar(page, text, 'More actions');
  await page.getByRole('menuitem', { name: item }).click();
}
