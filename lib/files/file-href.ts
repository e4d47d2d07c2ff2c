/** Where the bytes of a file are read; each reading is authorised by the session. */
export function fileHref(workspaceId: string, id: string, isDownload = false): string {
  return `/api/v1/files/${id}/content?workspace=${workspaceId}${isDownload ? '&download=true' : ''}`;
}
