import type { Access, Handler, Route } from './router.ts';
import { createBucket, deleteBucket, getBucket, listBuckets, updateBucket } from './routes/buckets.ts';
import { copyObject, moveObject } from './routes/copy-move.ts';
import { getObject, getPublicObject, getSignedObject } from './routes/download.ts';
import { emptyBucket } from './routes/empty-bucket.ts';
import { headObject, headPublicObject } from './routes/head.ts';
import { health, status } from './routes/health.ts';
import { infoObject, infoPublicObject } from './routes/info.ts';
import { listObjectsV2 } from './routes/list-v2.ts';
import { listObjects } from './routes/list.ts';
import { removeObject, removeObjects } from './routes/remove.ts';
import { signDownload, signDownloads, signUpload } from './routes/sign.ts';
import { switchedOff } from './routes/switched-off.ts';
import { updateObject, uploadBySignedUrl, uploadObject } from './routes/upload.ts';
import { cancelUpload } from './tus/cancel-upload.ts';
import { createUpload } from './tus/create-upload.ts';
import { describeTus, speakTus } from './tus/protocol.ts';
import { readUploadState } from './tus/read-upload-state.ts';
import { receivePart } from './tus/receive-part.ts';

/** `:bucket` stands for one part of the path, `*` for all the rest of it. */
function route(method: string, path: string, access: Access, operation: string, handler: Handler): Route {
  const pattern = path
    .replaceAll('.', '\\.')
    .replace(':bucket', '(?<bucket>[^/]+)')
    .replace(/\*$/, '(?<name>.*)');
  return { method, path: new RegExp(`^${pattern}$`), access, operation, handler };
}

/** Resumable uploads under one address: those of callers, and those by a signed URL. */
function resumable(path: string, access: Access, suffix: string): readonly Route[] {
  const one = `${path}/*`;
  return [
    route('POST', `${path}/?`, access, `storage.tus.upload.create${suffix}`, speakTus(createUpload)),
    route('PATCH', one, access, `storage.tus.upload.part${suffix}`, speakTus(receivePart)),
    route('HEAD', one, access, `storage.tus.upload.get${suffix}`, speakTus(readUploadState)),
    route('DELETE', one, access, `storage.tus.upload.delete${suffix}`, speakTus(cancelUpload)),
  ];
}

const off = (path: string, methods: readonly string[]): readonly Route[] =>
  methods.map((method) => route(method, path, 'nobody', '', switchedOff));

/** The first that fits answers: fixed parts stand before named ones. */
export const routes: readonly Route[] = [
  route('GET', '/status', 'nobody', '', status),
  route('GET', '/health', 'nobody', '', health),

  route('POST', '/bucket/?', 'caller', 'storage.bucket.create', createBucket),
  route('GET', '/bucket/?', 'caller', 'storage.bucket.list', listBuckets),
  route('GET', '/bucket/:bucket', 'caller', 'storage.bucket.get', getBucket),
  route('PUT', '/bucket/:bucket', 'caller', 'storage.bucket.update', updateBucket),
  route('DELETE', '/bucket/:bucket', 'caller', 'storage.bucket.delete', deleteBucket),
  route('POST', '/bucket/:bucket/empty', 'service', 'storage.bucket.empty', emptyBucket),

  route('GET', '/object/sign/:bucket/*', 'nobody', 'storage.object.get_signed', getSignedObject),
  route('HEAD', '/object/sign/:bucket/*', 'nobody', 'storage.object.get_signed', getSignedObject),
  route('POST', '/object/sign/:bucket/*', 'caller', 'storage.object.sign', signDownload),
  route('POST', '/object/sign/:bucket', 'caller', 'storage.object.sign_many', signDownloads),
  route('POST', '/object/upload/sign/:bucket/*', 'caller', 'storage.object.sign_upload_url', signUpload),
  route('PUT', '/object/upload/sign/:bucket/*', 'nobody', 'storage.object.upload_signed', uploadBySignedUrl),
  route('POST', '/object/list/:bucket', 'caller', 'storage.object.list', listObjects),
  route('POST', '/object/list-v2/:bucket', 'caller', 'storage.object.list_v2', listObjectsV2),
  route('POST', '/object/move', 'caller', 'storage.object.move', moveObject),
  route('POST', '/object/copy', 'caller', 'storage.object.copy', copyObject),
  route('GET', '/object/public/:bucket/*', 'nobody', 'storage.object.get_public', getPublicObject),
  route('HEAD', '/object/public/:bucket/*', 'nobody', 'storage.object.info_public', headPublicObject),
  route('GET', '/object/info/public/:bucket/*', 'nobody', 'storage.object.info_public', infoPublicObject),
  route('GET', '/object/info/authenticated/:bucket/*', 'caller', 'object.get_authenticated_info', infoObject),
  route('GET', '/object/info/:bucket/*', 'anyone', 'object.get_authenticated_info', infoObject),
  route('GET', '/object/authenticated/:bucket/*', 'caller', 'storage.object.get_authenticated', getObject),
  route('HEAD', '/object/authenticated/:bucket/*', 'caller', 'object.head_authenticated_info', headObject),
  route('GET', '/object/:bucket/*', 'anyone', 'storage.object.get_authenticated', getObject),
  route('HEAD', '/object/:bucket/*', 'anyone', 'object.head_authenticated_info', headObject),
  route('POST', '/object/:bucket/*', 'caller', 'storage.object.upload', uploadObject),
  route('PUT', '/object/:bucket/*', 'caller', 'storage.object.upload_update', updateObject),
  route('DELETE', '/object/:bucket/*', 'caller', 'storage.object.delete', removeObject),
  route('DELETE', '/object/:bucket', 'caller', 'storage.object.delete_many', removeObjects),

  ...off('/render/image/authenticated/*', ['GET']),
  ...off('/render/image/public/*', ['GET']),
  ...off('/render/image/sign/*', ['GET']),
  ...off('/bucket/:bucket/lifecycle', ['GET', 'PUT', 'DELETE']),
  ...off('/cdn/?', ['DELETE']),
  ...off('/cdn/*', ['DELETE']),
  ...off('/iceberg/bucket', ['GET', 'POST']),
  ...off('/iceberg/bucket/:bucket', ['DELETE']),
  ...off('/iceberg/v1/*', ['GET', 'HEAD', 'POST', 'DELETE']),
  ...off('/vector/*', ['POST']),

  route('OPTIONS', '/upload/resumable*', 'nobody', 'storage.tus.options', describeTus),
  ...resumable('/upload/resumable/sign', 'nobody', '_signed'),
  ...resumable('/upload/resumable', 'caller', ''),
];
