const RESTING_MS = 300;

/** Runs something once, a moment after an element has come on screen and stayed; returns the way to call it off. */
export function whenSeen(element: Element, run: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const observer = new IntersectionObserver((entries) => {
    clearTimeout(timer);
    if (entries.at(-1)?.isIntersecting !== true) return;
    timer = setTimeout(() => {
      observer.disconnect();
      run();
    }, RESTING_MS);
  });
  observer.observe(element);
  return () => {
    clearTimeout(timer);
    observer.disconnect();
  };
}
