// Runs before the first paint, so that the wrong theme never flashes. An external file, because the content security policy
// forbids inline scripts. It reads what state/device/appearance.ts writes, and does nothing else.
(() => {
  try {
    const chosen = JSON.parse(localStorage.getItem("confluence.appearance") || "{}");
    const root = document.documentElement;
    if (chosen.theme === "light" || chosen.theme === "dark") root.dataset.theme = chosen.theme;
    if (chosen.density === "compact") root.dataset.density = "compact";
    if (chosen.motion === "reduced") root.dataset.motion = "reduced";
  } catch {
    // Storage may be blocked; the system's theme applies then.
  }
})();
