/** Look shared by everything that opens as a list: menus, context menus, selects, the command palette. */
export const popupClass =
  'pop min-w-44 max-w-80 rounded-xl bg-raised p-1 text-base text-ink shadow-float outline-hidden';

export const itemClass =
  'flex h-row cursor-default items-center gap-2.5 rounded-md px-2.5 outline-hidden select-none data-disabled:opacity-50 data-highlighted:bg-hover-raised pointer-coarse:h-10 [&_.lucide]:size-4 [&_.lucide]:shrink-0 [&>.lucide:first-child]:text-soft';

export const dangerItemClass =
  'text-red-ink data-highlighted:bg-red-tint [&>.lucide:first-child]:text-red-ink';

export const groupLabelClass = 'px-2.5 pt-1.5 pb-1 text-xs font-medium text-soft';

export const menuLineClass = 'mx-1 my-1 h-px bg-line-fine';
