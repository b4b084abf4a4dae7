// Messages per day as bars. The same numbers are below as a table, for screen readers and for exact values.
import { useTranslation } from "@/i18n/useTranslation";
import { count, dayOf } from "@/lib/format";
import type { UsageDay } from "@/net/protocol.gen";

const WIDTH = 600;
const HEIGHT = 120;
/** Share of a day's width that its bar takes. */
const BAR = 0.7;
/** Height of the least bar that is not zero, so that it can be seen. */
const LEAST = 2;

export function DayChart({ days }: { days: readonly UsageDay[] }) {
  const { t, i18n } = useTranslation();
  const { language } = i18n;
  const most = Math.max(0, ...days.map((day) => day.messages));
  const total = days.reduce((sum, day) => sum + day.messages, 0);
  const step = WIDTH / Math.max(1, days.length);
  const first = days[0];
  const last = days.at(-1);
  if (first === undefined || last === undefined) return null;
  return (
    <figure aria-labelledby="usage-days">
      <figcaption id="usage-days" className="text-sm font-semibold text-text-2">
        {t("admin.usage_days", { count: days.length })}
      </figcaption>
      <svg
        role="img"
        aria-label={t("admin.usage_summary", { total: count(language, total), most: count(language, most) })}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="mt-3 h-30 w-full fill-accent forced-color-adjust-none rtl:-scale-x-100"
      >
        {days.map((day, at) => {
          const height = day.messages === 0 ? 0 : Math.max(LEAST, (day.messages / most) * HEIGHT);
          return (
            <rect
              key={day.date}
              x={(at + (1 - BAR) / 2) * step}
              y={HEIGHT - height}
              width={step * BAR}
              height={height}
            />
          );
        })}
      </svg>
      <div
        aria-hidden="true"
        className="flex justify-between border-t border-line-strong pt-1 text-xs text-text-3"
      >
        <span>{dayOf(language, first.date)}</span>
        <span>{dayOf(language, last.date)}</span>
      </div>
      <details className="mt-3 text-sm">
        <summary className="w-fit cursor-pointer rounded-sm py-1 text-text-2">
          {t("admin.usage_table")}
        </summary>
        <table className="mt-2 w-full max-w-80 tabular-nums">
          <thead>
            <tr className="border-b border-line text-text-2">
              <th scope="col" className="py-1 text-start font-medium">
                {t("admin.usage_date")}
              </th>
              <th scope="col" className="py-1 text-end font-medium">
                {t("admin.messages")}
              </th>
            </tr>
          </thead>
          <tbody>
            {days.toReversed().map((day) => (
              <tr key={day.date} className="border-b border-line">
                <th scope="row" className="py-1 text-start font-normal">
                  {dayOf(language, day.date)}
                </th>
                <td className="py-1 text-end">{count(language, day.messages)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}
