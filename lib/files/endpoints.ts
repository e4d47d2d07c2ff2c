import { endpoint, fileEndpoint } from '@/lib/core/http/endpoint';

import { beginFile } from './begin-file';
import { completeFile } from './complete-file';
import { getFile, openFile } from './queries';
import { sendFile } from './send-file';
import { takePicture } from './take-picture';

const TAG = 'Files';

export const fileEndpoints = [
  endpoint('post', '/files', TAG, beginFile, 201),
  endpoint('post', '/files/{id}/complete', TAG, completeFile),
  endpoint('get', '/files/{id}', TAG, getFile),
  fileEndpoint('/files/{id}/content', TAG, openFile, sendFile),
  endpoint('put', '/users/me/picture', TAG, takePicture),
];
