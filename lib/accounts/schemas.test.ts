import { describe, expect, it } from 'vitest';

import auth from '@/messages/en/auth.json';

import { changePasswordInput, codeInput, isFault, linkInput, signUpInput } from './schemas';

const good = { name: ' Nia ', email: ' Nia@Example.COM ', password: 'long enough!' };

/** The first fault of each field. */
function faults(schema: typeof signUpInput | typeof codeInput | typeof changePasswordInput, input: unknown) {
  const found =
    schema.safeParse(input).error?.issues.map(({ path, message }) => [path.join('.'), message]) ?? [];
  return Object.fromEntries(found.toReversed());
}

describe('what people type', () => {
  it('is trimmed and lower-cased where that is meant', () => {
    expect(signUpInput.parse(good)).toEqual({
      name: 'Nia',
      email: 'nia@example.com',
      password: 'long enough!',
    });
  });

  it('is refused field by field', () => {
    expect(faults(signUpInput, { name: ' ', email: 'nia', password: 'short' })).toEqual({
      name: 'nameMissing',
      email: 'emailInvalid',
      password: 'passwordShort',
    });
    expect(faults(signUpInput, { ...good, password: 'ä'.repeat(37) })).toEqual({ password: 'passwordLong' });
    expect(faults(changePasswordInput, { current: 'long enough!', password: 'long enough!' })).toEqual({
      password: 'passwordRepeated',
    });
  });

  it('takes a code as it was copied', () => {
    expect(codeInput.parse({ email: 'a@b.example', code: ' 123 456 ' }).code).toBe('123456');
    expect(faults(codeInput, { email: 'a@b.example', code: '12345' })).toEqual({ code: 'codeInvalid' });
  });

  it('takes no link of an unknown kind or form', () => {
    expect(linkInput.safeParse({ token_hash: 'a'.repeat(56), type: 'signup' }).success).toBe(true);
    expect(linkInput.safeParse({ token_hash: 'a'.repeat(56), type: 'phone_change' }).success).toBe(false);
    expect(linkInput.safeParse({ token_hash: ['x'.repeat(20)], type: 'signup' }).success).toBe(false);
    expect(linkInput.safeParse({ token_hash: '<script>', type: 'signup' }).success).toBe(false);
  });

  it('has words for every fault', () => {
    const { other, ...texts } = auth.faults;
    expect(other).not.toBe('');
    for (const key of Object.keys(texts)) expect(isFault(key)).toBe(true);
  });
});
