import { invalidMimeType } from './errors.ts';

const ALLOWED_FORM = /^([a-zA-Z0-9\-+.]+)\/([a-zA-Z0-9\-+.]+)(;\s*charset=[a-zA-Z0-9-]+)?$|\*$/;

/** What a bucket's list may hold: `image/png`, `image/*`, `*`. Refuses with `InvalidMimeType`. */
export function demandMimeTypeList(types: readonly string[]): void {
  const wrong = types.find((type) => type.length > 1000 || !ALLOWED_FORM.test(type));
  if (wrong !== undefined) throw invalidMimeType(wrong);
}

/** Refuses (`InvalidMimeType`) a type that is not on the bucket's list; an empty list allows each. */
export function demandMimeType(mimeType: string, allowed: readonly string[] | null): void {
  if (allowed === null || allowed.length === 0) return;
  const [type, subtype] = mimeType.split('/');
  const matches = allowed.some((entry) => {
    const [allowedType, allowedSubtype] = entry.split('/');
    return allowedType === type && (allowedSubtype === '*' || allowedSubtype === subtype);
  });
  if (subtype === undefined || !matches) throw invalidMimeType(mimeType);
}
