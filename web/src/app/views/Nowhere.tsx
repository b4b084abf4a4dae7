// The view for unknown paths, with a link back.
import { Link } from "wouter";
import { useTranslation } from "@/i18n/useTranslation";
import { paths } from "@/lib/paths";
import { buttonClass } from "@/ui/controls/Button";
import { EmptyState } from "@/ui/blocks/EmptyState";

export function Nowhere() {
  const { t } = useTranslation();
  return (
    <EmptyState
      title={t("rooms.nowhere_title")}
      actions={
        <Link href={paths.home} className={buttonClass("primary")}>
          {t("rooms.nowhere_back")}
        </Link>
      }
    >
      {t("rooms.nowhere")}
    </EmptyState>
  );
}
