/**
 * Whether opening a room may focus its composer: not on touch screens, where the keyboard would cover the messages, and not for
 * keyboard users, whose focus stays where it is.
 */
export function mayTakeFocus(): boolean {
  const { activeElement, body } = document;
  if (matchMedia("(hover: none)").matches || document.querySelector("dialog[open]") !== null) return false;
  return activeElement === null || activeElement === body || !activeElement.matches(":focus-visible");
}
