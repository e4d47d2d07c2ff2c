import { expect, test } from 'vitest';

import { createKeys } from '../keys.ts';
import { prepareStandby, revokeKey, rotateKeys } from '../signing-keys.ts';
import { TestClock } from '../testing/test-clock.ts';
import { mintToken } from './testing/test-stack.ts';
import { TokenVerifier } from './tokens.ts';

test('a token of an earlier key is good until that key is revoked, also where it was seen before', async () => {
  const keys = createKeys();
  const verifier = new TokenVerifier(keys, new TestClock());
  const { kid } = keys.signingKey;
  const token = await mintToken(keys, { sub: 'me', exp: 9_999_999_999 });
  expect(await verifier.verify(token)).toMatchObject({ sub: 'me' });
  Object.assign(keys, rotateKeys(prepareStandby(keys)));
  expect(await verifier.verify(token)).toMatchObject({ sub: 'me' });
  Object.assign(keys, revokeKey(keys, kid));
  await expect(verifier.verify(token)).rejects.toMatchObject({ code: 'JwtSignerError' });
});
