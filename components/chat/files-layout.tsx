import type { ComponentType } from 'react';

import type { Attachment } from '@/lib/files/schemas';
import { isShown } from '@/lib/files/shown-types';

import { fitted } from './file-facts';

/** Larger in a message than this no picture is drawn: alone, and beside others, where all are of one height. */
const ALONE = { width: 360, height: 280 };
const AMONG_OTHERS = { width: 320, height: 160 };

export type Size = { width: number; height: number };
export type Picture = Attachment & Size;

const isPicture = (file: Attachment): file is Picture =>
  isShown(file.mediaType) && file.width !== null && file.height !== null;

type FilesLayoutProps = {
  files: readonly Attachment[];
  label?: string;
  Shown: ComponentType<{ file: Picture; size: Size }>;
  Other: ComponentType<{ file: Attachment }>;
};

/** Where each file of a message stands: pictures first, the rest below them. */
export function FilesLayout({ files, label, Shown, Other }: FilesLayoutProps) {
  const pictures = files.filter(isPicture);
  const most = pictures.length === 1 ? ALONE : AMONG_OTHERS;
  const others = files.filter((file) => !isPicture(file));
  const row = 'flex flex-wrap items-start gap-2 empty:hidden';
  return (
    <div className="mt-1 mb-0.5 flex flex-col gap-2 [&_li]:max-w-full">
      <ul aria-label={label} className={row}>
        {pictures.map((file) => (
          <li key={file.id}>
            <Shown file={file} size={fitted(file, most)} />
          </li>
        ))}
      </ul>
      <ul aria-label={label} className={row}>
        {others.map((file) => (
          <li key={file.id}>
            <Other file={file} />
          </li>
        ))}
      </ul>
    </div>
  );
}

/** As large as the files will be, so that nothing moves when they can be drawn. */
export function FilesSkeleton({ files }: { files: readonly Attachment[] }) {
  return <FilesLayout files={files} Shown={PictureSpace} Other={OtherSpace} />;
}

function PictureSpace({ size: { width, height } }: { size: Size }) {
  return (
    <div
      className="border-line bg-panel box-content max-w-[calc(100%-2px)] rounded-lg border"
      style={{ width, aspectRatio: `${width} / ${height}` }}
    />
  );
}

function OtherSpace() {
  return (
    <div className="border-line bg-panel h-[54px] w-80 max-w-full rounded-lg border pointer-coarse:h-[62px]" />
  );
}
