// The outermost error boundary: shows an error and offers to reload. Chunks that are gone because the server has a newer version
// end up here too.
import { Component, type ReactNode } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { Button } from "@/ui/controls/Button";
import { EmptyState } from "@/ui/blocks/EmptyState";

export class Mishap extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    return this.state.failed ? <Sorry /> : this.props.children;
  }
}

function Sorry() {
  const { t } = useTranslation();
  return (
    <main className="grid h-dvh place-items-center">
      <EmptyState
        title={t("errors.mishap_title")}
        actions={
          <Button tone="primary" onClick={() => location.reload()}>
            {t("errors.reload")}
          </Button>
        }
      >
        {t("errors.mishap")}
      </EmptyState>
    </main>
  );
}
