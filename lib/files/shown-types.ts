/** Pictures that browsers show by themselves and that can hold no script. Without zod, for the first load. */
const SHOWN = new Set(['image/png', 'image/jpeg', 'image/webp', 'image/gif', 'image/avif']);

/** Stored as this, nothing is ever shown: browsers keep it as a file. */
export const UNKNOWN_TYPE = 'application/octet-stream';

/** Whether a page may show a file of this type; any other is only ever downloaded. */
export const isShown = (mediaType: string): boolean => SHOWN.has(mediaType);
