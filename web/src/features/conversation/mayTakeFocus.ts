/**
 * Opening a room leads to its message box, except on touch (the keyboard would cover the messages) and for people who move
 * by keys, whose focus stays where they put it.
 */
export function mayTakeFocus(): boolean {
  const { activeElement, body } = document;
  if (matchMedia("(hover: none)").matches || document.querySelector("dialog[open]") !== null) return false;
  return activeElement === null || activeElement === body || !activeElement.matches(":focus-visible");
}
