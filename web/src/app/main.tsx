// Starts the client: translations, then the session, then the application.
import "@/styles/app.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { startI18n } from "@/i18n/i18n";
import { onViewMissing } from "@/lib/later";
import { isPublic, paths } from "@/lib/paths";
import { lastMe, presumeSession } from "@/state/session/whoami";
import { notify } from "@/state/shell/notices";
import { App } from "./App";
import { Mishap } from "./Mishap";

onViewMissing((text) => notify({ text, tone: "danger" }));

async function start(root: HTMLElement): Promise<void> {
  // A returning user's rooms are fetched and rendered while the server checks the session.
  const inside = !isPublic(location.pathname);
  if (lastMe() !== null) {
    void import("./shell/Shell");
    void import("@/state/session/live");
  } else if (!inside) void import("./Entrance");
  if (lastMe() === null && location.pathname === paths.home) void import("@/features/landing/Landing");
  // The HTTP client loads without delaying the first paint.
  const session = import("@/state/session/session");
  await startI18n();
  presumeSession(inside);
  createRoot(root).render(
    <StrictMode>
      <Mishap>
        <App />
      </Mishap>
    </StrictMode>,
  );
  await (await session).bootSession();
}

const root = document.getElementById("root");
if (root !== null) void start(root);
