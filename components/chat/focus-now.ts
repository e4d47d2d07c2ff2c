/** A ref for the field that a dialog or panel was opened for. */
export function focusNow(element: HTMLElement | null): void {
  element?.focus();
}
