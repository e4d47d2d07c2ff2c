import { fileTypeFromBuffer } from 'file-type';
import sharp from 'sharp';

import { AppError } from '@/lib/core/errors';
import { deleteObjects, readObject, statObject, writeObject } from '@/lib/core/storage/storage';

import { isShown, UNKNOWN_TYPE } from './shown-types';

export type Announced = { purpose: 'attachment' | 'avatar'; objectName: string };
export type Found = {
  state: 'ready' | 'refused';
  objectName: string;
  mediaType: string;
  sizeBytes: number;
  width: number | null;
  height: number | null;
};

/** As much as is needed to tell a type by. */
const FIRST_BYTES = 4100;
/** Pictures above this are kept, and not shown. */
const MAX_LOOK_BYTES = 20 * 1024 * 1024;
/** A small file can hold an enormous picture, which whoever looks at it would have to unpack. */
const MAX_PIXELS = 64_000_000;
const AVATAR_PIXELS = 256;

/**
 * Looks at what was uploaded: what it is, by its bytes, and how large; a person's picture is made a small square without
 * whatever else the file told (place, camera).
 * @throws AppError conflict (nothing was uploaded yet), unavailable
 */
export async function lookAtFile({ purpose, objectName }: Announced): Promise<Found> {
  const bucket = purpose === 'avatar' ? 'avatars' : 'attachments';
  const stored = await statObject(bucket, objectName);
  if (!stored) throw new AppError('conflict', 'The file has not arrived. Upload it, then complete it.');
  const { sizeBytes } = stored;
  const nothing: Found = {
    state: 'ready',
    objectName,
    mediaType: UNKNOWN_TYPE,
    sizeBytes,
    width: null,
    height: null,
  };
  const type = await typeOf(await readObject(bucket, objectName, FIRST_BYTES));
  if (purpose === 'avatar') {
    const square = isShown(type) ? await squareOf(await readObject(bucket, objectName)) : null;
    if (!square) return { ...nothing, state: 'refused', mediaType: type };
    const small = `${objectName}.webp`;
    await writeObject(bucket, small, square, 'image/webp');
    await deleteObjects(bucket, [objectName]);
    const size = { sizeBytes: square.byteLength, width: AVATAR_PIXELS, height: AVATAR_PIXELS };
    return { state: 'ready', objectName: small, mediaType: 'image/webp', ...size };
  }
  if (!isShown(type)) return { ...nothing, mediaType: type };
  // Storage serves it under the type it was uploaded with: where that is another one, it is never shown.
  if (stored.contentType.split(';')[0] !== type || sizeBytes > MAX_LOOK_BYTES) return nothing;
  const size = await sizeOf(await readObject(bucket, objectName));
  return size ? { ...nothing, mediaType: type, ...size } : nothing;
}

async function typeOf(first: Uint8Array): Promise<string> {
  const found = await fileTypeFromBuffer(first).catch(() => undefined);
  return found?.mime ?? UNKNOWN_TYPE;
}

/** Width and height as they are shown; null for what is no picture. */
async function sizeOf(bytes: Uint8Array): Promise<{ width: number; height: number } | null> {
  const { autoOrient } = await sharp(bytes, { limitInputPixels: MAX_PIXELS })
    .metadata()
    .catch(() => ({ autoOrient: null }));
  return autoOrient;
}

async function squareOf(bytes: Uint8Array): Promise<Uint8Array | null> {
  return await sharp(bytes, { limitInputPixels: MAX_PIXELS })
    .autoOrient()
    .resize(AVATAR_PIXELS, AVATAR_PIXELS, { fit: 'cover' })
    .webp({ quality: 82 })
    .toBuffer()
    .catch(() => null);
}
