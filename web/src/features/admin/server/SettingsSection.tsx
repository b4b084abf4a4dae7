// Settings of the server: who may sign up, and which rooms everyone joins.
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { getSettings, patchSettings } from "@/net/api/admin/server";
import type { AdminSettings, NamedRoom, SignUpPolicy } from "@/net/protocol.gen";
import { keys, queries } from "@/state/requests/queries";
import { notify } from "@/state/shell/notices";
import { ErrorSummary } from "@/ui/blocks/ErrorSummary";
import { Button } from "@/ui/controls/Button";
import { Segmented } from "@/ui/controls/Segmented";
import { act, useActProblem } from "../parts/acting";
import { Loaded } from "../parts/Loaded";
import { DefaultRooms } from "./DefaultRooms";

const POLICIES: readonly SignUpPolicy[] = ["open", "invite", "closed"];

export function SettingsSection() {
  const settings = useQuery(
    { queryKey: keys.admin("settings"), queryFn: ({ signal }) => getSettings(signal), staleTime: 0 },
    queries,
  );
  return <Loaded query={settings}>{(found) => <SettingsForm settings={found} />}</Loaded>;
}

function SettingsForm({ settings }: { settings: AdminSettings }) {
  const { t } = useTranslation();
  const problem = useActProblem();
  const [policy, setPolicy] = useState(settings.sign_up);
  const [rooms, setRooms] = useState<readonly NamedRoom[]>(settings.default_rooms);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const [attempt, setAttempt] = useState(0);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const default_room_ids = rooms.map(({ id }) => id);
    setBusy(true);
    setError(null);
    try {
      // An unchanged policy stays that of the server's configuration.
      await act(() =>
        patchSettings({ ...(policy !== settings.sign_up && { sign_up: policy }), default_room_ids }),
      );
      notify({ text: t("admin.settings_saved"), tone: "success" });
    } catch (cause) {
      setError(problem(cause));
      setAttempt(attempt + 1);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form noValidate onSubmit={(event) => void submit(event)} className="grid max-w-130 gap-7">
      <ErrorSummary title="" errors={error === null ? [] : [error]} attempt={attempt} />
      <div>
        <Segmented
          label={t("admin.sign_up")}
          look="cards"
          value={policy}
          onChange={setPolicy}
          options={POLICIES.map((value) => ({
            value,
            label: t(`admin.sign_up_${value}`),
            hint: t(`admin.sign_up_${value}_hint`),
          }))}
        />
        <p className="mt-2 text-xs text-text-3">
          {t("admin.sign_up_default", { policy: t(`admin.sign_up_${settings.sign_up_default}`) })}
        </p>
      </div>
      <DefaultRooms rooms={rooms} onChange={setRooms} />
      <div>
        <Button type="submit" tone="primary" busy={busy}>
          {t("admin.settings_save")}
        </Button>
      </div>
    </form>
  );
}
