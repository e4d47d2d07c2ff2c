'use client';

import {
  Download,
  File as FileIcon,
  FileArchive,
  FileAudio,
  FileImage,
  FileText,
  FileVideo,
} from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import Image from 'next/image';
import { useState } from 'react';

import { fileHref } from '@/lib/files/file-href';
import type { Attachment } from '@/lib/files/schemas';

import { Dialog } from '../ui/dialog';
import { useFrame } from './chat-providers';
import { writeSize } from './file-facts';
import { FilesLayout, type Picture, type Size } from './files-layout';

/** What a message carries: pictures are shown, anything else can be fetched. */
export function MessageFiles({ files }: { files: readonly Attachment[] }) {
  const t = useTranslations('chat.files');
  return <FilesLayout files={files} label={t('label')} Shown={PictureFile} Other={OtherFile} />;
}

function PictureFile({ file, size }: { file: Picture; size: Size }) {
  const t = useTranslations('chat.files');
  const { id: workspaceId } = useFrame();
  const [isOpen, setIsOpen] = useState(false);
  const src = fileHref(workspaceId, file.id);
  const picture = <Image src={src} alt={file.name} {...size} unoptimized className="h-auto max-w-full" />;
  return (
    <>
      <button
        type="button"
        aria-label={t('open', { name: file.name })}
        onClick={() => setIsOpen(true)}
        className="border-line bg-panel block max-w-full overflow-hidden rounded-lg border"
      >
        {picture}
      </button>
      <Dialog
        size="lg"
        open={isOpen}
        onOpenChange={setIsOpen}
        title={<span className="block truncate text-base">{file.name}</span>}
        footer={<Fetch file={file} />}
      >
        <Image
          src={src}
          alt={file.name}
          width={file.width}
          height={file.height}
          unoptimized
          className="mx-auto h-auto max-h-[60dvh] w-auto max-w-full rounded-lg object-contain"
        />
      </Dialog>
    </>
  );
}

function OtherFile({ file }: { file: Attachment }) {
  const language = useLocale();
  const { mediaType, name, sizeBytes } = file;
  return (
    <div className="border-line bg-panel flex w-80 max-w-full flex-col gap-2 rounded-lg border p-2">
      <div className="flex items-center gap-2.5">
        <span className="bg-hover text-soft grid size-9 shrink-0 place-items-center rounded-md [&>.lucide]:size-4.5">
          {iconOf(mediaType)}
        </span>
        <span className="min-w-0 grow leading-tight">
          <span className="block truncate font-medium">{name}</span>
          <span className="text-soft block text-xs">{writeSize(sizeBytes, language)}</span>
        </span>
        <Fetch file={file} isSmall />
      </div>
    </div>
  );
}

function Fetch({ file, isSmall = false }: { file: Attachment; isSmall?: boolean }) {
  const t = useTranslations('chat.files');
  const { id: workspaceId } = useFrame();
  return (
    <a
      href={fileHref(workspaceId, file.id, true)}
      download={file.name}
      aria-label={t('download', { name: file.name })}
      className="border-line hover:bg-hover text-ink inline-flex h-[30px] items-center gap-1.5 rounded border px-2 text-sm pointer-coarse:h-11"
    >
      <Download className="size-4" />
      {isSmall ? null : t('downloadShort')}
    </a>
  );
}

function iconOf(mediaType: string) {
  const [kind] = mediaType.split('/');
  if (kind === 'image') return <FileImage />;
  if (kind === 'audio') return <FileAudio />;
  if (kind === 'video') return <FileVideo />;
  if (mediaType === 'application/pdf') return <FileText />;
  return /zip|compressed|tar|rar|7z/.test(mediaType) ? <FileArchive /> : <FileIcon />;
}
