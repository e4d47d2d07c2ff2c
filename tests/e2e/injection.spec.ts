import { expectSent, messages, openAs, say } from './support/chat';
import { expect, test } from './support/test';
import { createTeam, post } from './support/workspace';

const MARK = '__ran';

/** Each would set a mark, or leave the page, if anything of it were executed. */
const HOSTILE = [
  `<img src=x onerror="${MARK}=1">`,
  `<script>${MARK}=1</script>`,
  `<svg onload="${MARK}=1"><a xlink:href="javascript:${MARK}=1">x</a></svg>`,
  `<iframe srcdoc="<script>parent.${MARK}=1</script>"></iframe>`,
  `[click me](javascript:${MARK}=1)`,
  `[click me](JaVaScRiPt&colon;${MARK}=1)`,
  `[click me](data:text/html,<script>${MARK}=1</script>)`,
  `[click me](vbscript:msgbox(1))`,
  `![picture](javascript:${MARK}=1)`,
  `![picture](https://tracker.example/pixel.png)`,
  `<javascript:${MARK}=1>`,
  `[a]: javascript:${MARK}=1\n\n[a] reference`,
  '```html\n<img src=x onerror="' + MARK + '=1">\n```',
  '`<b onmouseover=' + MARK + '=1>`',
  '| a |\n|---|\n| <img src=x onerror=' + MARK + '=1> |',
  `<style>body{display:none}</style>`,
  `<form action="https://evil.example"><input name=p></form>`,
  `<@not-an-id> <@${'0'.repeat(8)}-0000-0000-0000-000000000000>`,
  '{{constructor.constructor("' + MARK + '=1")()}} ${' + MARK + '=1}',
];
const STRANGE = [
  '\u202Egnp.exe\u202C turned around',
  'שלום עולם, with English inside, مرحبا بالعالم',
  'zero\u200Bwidth\u200Dand\uFEFFmore',
  'Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘!',
  '👩‍👩‍👧‍👦🏳️‍🌈🇩🇪 family and flags',
  'W'.repeat(4000),
  `https://example.com/${'long-'.repeat(400)}`,
  '```\n' + 'x = [0] * 4096  # a line of code\n'.repeat(300) + '```',
  '> '.repeat(60) + 'deep',
  '- '.repeat(60) + 'deep',
  '*'.repeat(2000),
  '['.repeat(2000),
];

const wasRun = (mark: string) => mark in globalThis;

test('nothing that is written is executed, neither as sent nor as loaded', async ({ openPerson }) => {
  const { workspace, ada, bo } = await createTeam();
  const bosPage = await openPerson('Bo');
  const left: string[] = [];
  bosPage.on('request', (request) => {
    if (/tracker|evil/.test(request.url())) left.push(request.url());
  });
  await openAs(bosPage, bo, workspace, workspace.general);
  for (const body of HOSTILE) await post(ada, workspace, body);
  await post(ada, workspace, 'that was all');
  await expectSent(bosPage, 'that was all');
  for (const way of ['live', 'loaded']) {
    if (way === 'loaded') await bosPage.reload();
    await expectSent(bosPage, 'that was all');
    expect(await bosPage.evaluate(wasRun, MARK)).toBe(false);
    const list = bosPage.getByRole('log');
    for (const forbidden of [
      'script',
      'iframe',
      'form',
      'style',
      'svg[onload]',
      '[onerror]',
      '[onmouseover]',
    ])
      await expect(list.locator(`article ${forbidden}`)).toHaveCount(0);
    const addresses = await list
      .locator('article a')
      .evaluateAll((links) =>
        links.map((link) => (link instanceof HTMLAnchorElement ? link.protocol : 'no HTML')),
      );
    expect(addresses.filter((protocol) => !/^(https?|mailto):$/.test(protocol))).toEqual([]);
    for (const link of await list.getByText('click me').all()) await link.click({ noWaitAfter: true });
    expect(await bosPage.evaluate(wasRun, MARK)).toBe(false);
  }
  expect(left).toEqual([]);
  await expect(bosPage).toHaveURL(new RegExp(workspace.general));
});

test('strange texts are shown as they are, break no layout and stop no list', async ({ page }) => {
  const { workspace, ada, bo } = await createTeam();
  await openAs(page, bo, workspace, workspace.general);
  for (const body of STRANGE) {
    await post(ada, workspace, body);
    await expect(messages(page).last()).toBeVisible();
    const width = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect([body.slice(0, 20), width]).toEqual([body.slice(0, 20), 0]);
    const inner = await page.getByRole('log').evaluate((list) => list.scrollWidth - list.clientWidth);
    expect([body.slice(0, 20), inner]).toEqual([body.slice(0, 20), 0]);
  }
  await say(page, 'and life goes on');
  await page.reload();
  await expectSent(page, 'and life goes on');
});

test('names are text, too', async ({ page }) => {
  const { workspace, ada, bo } = await createTeam();
  await openAs(page, bo, workspace, workspace.general);
  const name = `<img src=x onerror="${MARK}=1">`;
  await page.evaluate(
    async ([title, id]) => {
      const headers = { 'content-type': 'application/json', 'parley-workspace': id ?? '' };
      await fetch('/api/v1/users/me', { method: 'PATCH', headers, body: JSON.stringify({ name: title }) });
    },
    [name, workspace.id],
  );
  await post(ada, workspace, `<@${bo.memberId}> what a name`);
  await page.reload();
  await expect(page.locator('[data-mention="me"]')).toHaveText(`@${name}`);
  expect(await page.evaluate(wasRun, MARK)).toBe(false);
});
