// Runs before the first paint, so that a chosen theme never flashes the other one. An external file, because the content
// security policy forbids inline scripts. It reads what state/appearance.ts writes and decides nothing else.
(() => {
  try {
    const chosen = JSON.parse(localStorage.getItem("confluence.appearance") || "{}");
    const root = document.documentElement;
    if (chosen.theme === "light" || chosen.theme === "dark") root.dataset.theme = chosen.theme;
    if (chosen.density === "compact") root.dataset.density = "compact";
    if (chosen.motion === "reduced") root.dataset.motion = "reduced";
  } catch {
    // Storage may be forbidden; the system's own theme is a good answer then.
  }
})();
