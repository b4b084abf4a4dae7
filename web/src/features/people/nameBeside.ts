// The control that stands for a person's element: itself, or the name beside a picture.

export function nameBeside(anchor: Element): HTMLElement | null {
  if (anchor instanceof HTMLElement && anchor.matches("button, [role=button]")) return anchor;
  const row = anchor.closest("[data-row], li");
  return row?.querySelector<HTMLElement>("button[data-person]") ?? null;
}
