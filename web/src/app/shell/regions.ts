// The regions that F6 visits, in order: elements with data-region. Focus goes to the first focusable element inside.

const ORDER = ["rooms", "header", "messages", "composer", "detail"] as const;
export type Region = (typeof ORDER)[number];

const FOCUSABLE =
  'textarea:not([disabled]), input:not([disabled]), a[href], button:not([disabled]), [tabindex="0"]';

const present = (): HTMLElement[] =>
  ORDER.flatMap((name) => [...document.querySelectorAll<HTMLElement>(`[data-region="${name}"]`)]).filter(
    (region) => region.closest("[inert]") === null && region.getClientRects().length > 0,
  );

export function focusRegion(name: Region): boolean {
  const region = present().find((element) => element.dataset["region"] === name);
  if (region === undefined) return false;
  focusIn(region);
  return true;
}

/** Moves focus to the next or previous region, wrapping around. */
export function cycleRegion(step: 1 | -1): void {
  const regions = present();
  if (regions.length === 0) return;
  const at = regions.findIndex((region) => region.contains(document.activeElement));
  const next =
    regions[
      (at === -1 ? (step === 1 ? 0 : regions.length - 1) : at + step + regions.length) % regions.length
    ];
  if (next !== undefined) focusIn(next);
}

function focusIn(region: HTMLElement): void {
  const preferred = region.querySelector<HTMLElement>('[aria-current="page"], [data-region-focus]');
  const first = preferred ?? region.querySelector<HTMLElement>(FOCUSABLE) ?? region;
  first.focus();
}
