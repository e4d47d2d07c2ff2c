/** Whether this browser can keep a picture over other windows. */
export const canPicture = (): boolean =>
  'pictureInPictureEnabled' in document && document.pictureInPictureEnabled;

/** Moves the first picture that shows something into a small window over all others; the same one again puts it back. */
export async function pictureOf(selector: string): Promise<void> {
  const videos = [...document.querySelectorAll(selector)].filter(
    (found) => found instanceof HTMLVideoElement,
  );
  const video = videos.find(({ readyState, videoWidth }) => readyState > 0 && videoWidth > 0);
  try {
    if (video === undefined || document.pictureInPictureElement === video)
      await document.exitPictureInPicture();
    else await video.requestPictureInPicture();
  } catch {
    // Nothing shows a picture, or the browser does not let it out: all stays where it is.
  }
}
