/**
 * For `afterOpenChange` of a dialog: puts the cursor into its field that has `data-autofocus`. React's `autoFocus` comes
 * while the dialog is still hidden, and the button that closes it would have the focus.
 */
export function focusField(isOpen: boolean): void {
  if (!isOpen) return;
  const marked = [...document.querySelectorAll('[role="dialog"]')]
    .at(-1)
    ?.querySelector<HTMLElement>('[data-autofocus]');
  const field = marked?.matches('input, textarea') ? marked : marked?.querySelector<HTMLElement>('input');
  field?.focus();
}
