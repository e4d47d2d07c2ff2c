import { beforeEach, describe, expect, it, vi } from 'vitest';

import { stubEnv } from '@/tests/integration/accounts/stub-env';

const ADA = { key: 'ada', name: 'Ada', email: 'ada@acme.example', password: 'secret-of-ada', note: 'Owner' };

beforeEach(() => {
  vi.resetModules();
});

async function demoWith(people: unknown[], appUrl: string) {
  stubEnv({ DEMO_PEOPLE: people.length > 0 ? JSON.stringify(people) : '', APP_URL: appUrl });
  return { ...(await import('./demo')), ...(await import('./sign-in')) };
}

const origin = { requestId: 'test-request', address: '127.0.0.1' };

describe('demo people', () => {
  it('are offered without their passwords, with a second window on this machine', async () => {
    const { demoChoices } = await demoWith([ADA], 'http://localhost:3000');
    const choices = demoChoices();
    expect(choices).toEqual([
      { key: 'ada', name: 'Ada', note: 'Owner', secondWindowUrl: 'http://ada.localhost:3000/sign-in?as=ada' },
    ]);
    expect(JSON.stringify(choices)).not.toContain('secret-of-ada');
  });

  it('have no second window elsewhere', async () => {
    const { secondWindowUrl } = await demoWith([ADA], 'http://localhost:3000');
    expect(secondWindowUrl('ada', 'https://parley.example')).toBeNull();
    expect(secondWindowUrl('ada', 'https://localhost.evil.example')).toBeNull();
    expect(secondWindowUrl('a.b', 'http://127.0.0.1:3000')).toBeNull();
    expect(secondWindowUrl('bo', 'http://127.0.0.1:3000')).toBe('http://bo.localhost:3000/sign-in?as=bo');
  });

  it('do not exist where none are configured, whatever is posted', async () => {
    const { demoChoices, findDemoPerson, signInAsDemo } = await demoWith([], 'http://localhost:3000');
    expect(demoChoices()).toEqual([]);
    for (const key of ['ada', '', undefined, null]) expect(findDemoPerson(key)).toBeUndefined();
    await expect(signInAsDemo('ada', origin)).rejects.toMatchObject({ code: 'not_found' });
  });
});
