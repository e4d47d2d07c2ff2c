'use client';

import { useEffect, useRef } from 'react';

import { cn } from '../ui/cn';

type PictureProps = {
  stream: MediaStream | null;
  /** Oneself is shown as in a mirror. */
  isMirrored?: boolean;
  /** Whole, as screens are, or filling its place. */
  fit?: 'cover' | 'contain';
  className?: string;
};

/** The picture of a stream, without its sound. */
export function Picture({ stream, isMirrored = false, fit = 'cover', className }: PictureProps) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const element = video.current;
    if (element === null) return undefined;
    element.srcObject = stream;
    // A muted picture may always play; it is refused only while the page goes away.
    if (stream !== null) element.play().catch(() => undefined);
    return () => {
      // A player that is out of sight would keep frames of the camera, which has few to give.
      element.srcObject = null;
    };
  }, [stream]);
  return (
    <video
      ref={video}
      autoPlay
      playsInline
      muted
      className={cn(
        'absolute inset-0 size-full',
        fit === 'cover' ? 'object-cover' : 'object-contain',
        isMirrored && '-scale-x-100',
        className,
      )}
    />
  );
}
