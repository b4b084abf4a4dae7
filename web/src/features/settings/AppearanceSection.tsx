// Theme, density, motion and language of this device. Each takes effect at once.
import { Monitor, Moon, Sun } from "lucide-react";
import { useTranslation } from "@/i18n/useTranslation";
import { LANGUAGES, type Language, setLanguage } from "@/i18n/i18n";
import { setAppearance, useAppearance } from "@/state/device/appearance";
import { Segmented } from "@/ui/controls/Segmented";
import { Select } from "@/ui/controls/Select";

export function AppearanceSection() {
  const { t, i18n } = useTranslation();
  const { theme, density, motion } = useAppearance();
  return (
    <div className="grid max-w-110 gap-6">
      <Segmented
        label={t("settings.theme")}
        value={theme}
        onChange={(value) => setAppearance({ theme: value })}
        options={[
          {
            value: "system",
            label: t("settings.theme_system"),
            icon: <Monitor size={16} aria-hidden="true" />,
          },
          { value: "light", label: t("settings.theme_light"), icon: <Sun size={16} aria-hidden="true" /> },
          { value: "dark", label: t("settings.theme_dark"), icon: <Moon size={16} aria-hidden="true" /> },
        ]}
      />
      <Segmented
        label={t("settings.density")}
        value={density}
        onChange={(value) => setAppearance({ density: value })}
        options={[
          { value: "comfortable", label: t("settings.density_comfortable") },
          { value: "compact", label: t("settings.density_compact") },
        ]}
      />
      <Segmented
        label={t("settings.motion")}
        value={motion}
        onChange={(value) => setAppearance({ motion: value })}
        options={[
          { value: "system", label: t("settings.motion_system") },
          { value: "reduced", label: t("settings.motion_reduced") },
        ]}
      />
      <Select
        label={t("settings.language")}
        value={i18n.language}
        onChange={(event) => void setLanguage(event.target.value as Language)}
        options={[
          ...Object.entries(LANGUAGES).map(([value, label]) => ({ value, label })),
          { value: "pseudo", label: t("settings.language_pseudo") },
        ]}
      />
    </div>
  );
}
