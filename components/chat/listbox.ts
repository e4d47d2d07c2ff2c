import type { MouseEvent } from 'react';

/** What makes a list one of options for screen readers, steered from a text field by `aria-activedescendant`. */
export function listboxProps(id: string, label: string) {
  return { id, role: 'listbox', 'aria-label': label } as const;
}

/** An option of `listboxProps(id)`, by its place from 0. */
export function optionProps(id: string, place: number, isSelected: boolean, onChoose: () => void) {
  // The field keeps the focus, and with it the caret.
  const onMouseDown = (event: MouseEvent) => {
    event.preventDefault();
    onChoose();
  };
  return { id: optionId(id, place), role: 'option', 'aria-selected': isSelected, onMouseDown } as const;
}

export function optionId(id: string, place: number): string {
  return `${id}-${place}`;
}
