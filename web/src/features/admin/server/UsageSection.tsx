// How much the server is used: numbers, and messages per day.
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "@/i18n/useTranslation";
import { count, sizeOf } from "@/lib/format";
import { getUsage } from "@/net/api/admin/server";
import type { Usage } from "@/net/protocol.gen";
import { keys, queries } from "@/state/requests/queries";
import { Loaded } from "../parts/Loaded";
import { DayChart } from "./DayChart";

export function UsageSection() {
  const usage = useQuery(
    { queryKey: keys.admin("usage"), queryFn: ({ signal }) => getUsage(signal), staleTime: 0 },
    queries,
  );
  return <Loaded query={usage}>{(found) => <Numbers usage={found} />}</Loaded>;
}

function Numbers({ usage }: { usage: Usage }) {
  const { t, i18n } = useTranslation();
  const { people, rooms } = usage;
  const number = (value: number) => count(i18n.language, value);
  const groups = [
    {
      title: t("admin.people"),
      facts: [
        [t("admin.usage_accounts"), number(people.total)],
        [t("admin.usage_day"), number(people.active_1_day)],
        [t("admin.usage_week"), number(people.active_7_days)],
        [t("admin.usage_month"), number(people.active_30_days)],
        [t("admin.suspended"), number(people.suspended)],
      ],
    },
    {
      title: t("admin.rooms"),
      facts: [
        [t("admin.kind_public"), number(rooms.public)],
        [t("admin.kind_private"), number(rooms.private)],
        [t("admin.kind_direct"), number(rooms.direct)],
      ],
    },
    {
      title: t("admin.usage_content"),
      facts: [
        [t("admin.messages"), number(usage.messages)],
        [t("admin.usage_files"), number(usage.files)],
        [t("admin.storage"), sizeOf(i18n.language, usage.storage_bytes)],
      ],
    },
  ] as const;
  return (
    <div className="@container grid gap-8">
      {groups.map(({ title, facts }) => (
        <section key={title} aria-label={title}>
          <h3 className="text-sm font-semibold text-text-2">{title}</h3>
          <dl className="mt-2 grid grid-cols-2 gap-2 @lg:grid-cols-3 @3xl:grid-cols-5">
            {facts.map(([label, value]) => (
              <div key={label} className="flex min-w-0 flex-col-reverse rounded-md border border-line p-3">
                <dt className="text-xs text-text-2">{label}</dt>
                <dd className="text-xl font-semibold break-words tabular-nums">{value}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
      <DayChart days={usage.days} />
    </div>
  );
}
