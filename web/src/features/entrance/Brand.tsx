// The product's mark and name, as a link home.
import { useTranslation } from "@/i18n/useTranslation";
import { Link } from "wouter";
import { paths } from "@/lib/paths";
import { Mark } from "@/ui/pictures/Mark";

export function Brand() {
  const { t } = useTranslation();
  return (
    <Link
      href={paths.home}
      className="inline-flex items-center gap-2.5 rounded-md p-1 text-lg font-semibold tracking-tight"
    >
      <Mark size={30} />
      <span>{t("app.name")}</span>
    </Link>
  );
}
