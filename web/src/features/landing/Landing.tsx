// The landing page for visitors: what the product is, and the three ways in.
import { type FormEvent, useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { Link, useLocation } from "wouter";
import { formText } from "@/lib/formText";
import { inviteCodeOf, paths } from "@/lib/paths";
import { Button, buttonClass } from "@/ui/controls/Button";
import { inputClass } from "@/ui/controls/Field";
import { Mark } from "@/ui/pictures/Mark";
import { Rivers } from "@/ui/pictures/Rivers";
import { LivePicture } from "./LivePicture";

/** @param signUp who may create an account here. */
export function Landing({ signUp }: { signUp: "open" | "invite" | "closed" }) {
  const { t } = useTranslation();
  return (
    <div className="relative isolate h-dvh bg-surface-1">
      <Rivers />
      <div className="h-full overflow-y-auto">
        <header className="mx-auto flex w-full max-w-300 items-center justify-between gap-4 px-5 py-4 rail:px-8">
          <span className="flex items-center gap-2.5 text-lg font-semibold tracking-tight">
            <Mark size={30} />
            <span>{t("app.name")}</span>
          </span>
          <Link href={paths.signIn} className={buttonClass("secondary")}>
            {t("entrance.sign_in")}
          </Link>
        </header>
        <main className="mx-auto grid w-full max-w-300 items-center gap-x-16 gap-y-12 px-5 pt-8 pb-16 rail:px-8 list:grid-cols-[minmax(0,1fr)_minmax(0,1.1fr)] list:pt-16">
          <div>
            <h1 className="text-[2.5rem] leading-[1.08] font-semibold tracking-tight text-balance rail:text-[3.25rem]">
              {t("landing.title")}
            </h1>
            <p className="mt-5 max-w-[34rem] text-lg text-text-2 text-pretty">{t("landing.lead")}</p>
            <div className="mt-8 flex flex-wrap gap-3">
              {signUp === "open" ? (
                <Link href={paths.signUp} className={buttonClass("primary", "lg")}>
                  {t("landing.create")}
                </Link>
              ) : (
                <Link href={paths.signIn} className={buttonClass("primary", "lg")}>
                  {t("entrance.sign_in")}
                </Link>
              )}
              <CodeForm />
            </div>
            {signUp !== "open" && <p className="mt-4 text-text-2">{t(`landing.sign_up_${signUp}`)}</p>}
          </div>
          <LivePicture />
          <Points />
          <RunIt />
        </main>
      </div>
    </div>
  );
}

function CodeForm() {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const [open, setOpen] = useState(false);
  if (!open) {
    return (
      <Button size="lg" onClick={() => setOpen(true)}>
        {t("landing.code")}
      </Button>
    );
  }
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const code = inviteCodeOf(formText(new FormData(event.currentTarget), "code"));
    if (code !== "") navigate(paths.invite(code));
  };
  return (
    <form onSubmit={submit} className="flex min-w-0 grow gap-2 rail:max-w-90">
      <input
        name="code"
        autoFocus
        required
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        aria-label={t("invite.code_label")}
        placeholder={t("invite.code_label")}
        className={`${inputClass} h-11 min-w-0`}
      />
      <Button type="submit" size="lg">
        {t("invite.code_go")}
      </Button>
    </form>
  );
}

function Points() {
  const { t } = useTranslation();
  const points = ["order", "own", "open"] as const;
  return (
    <ul className="grid gap-x-12 gap-y-6 border-t border-line pt-10 rail:grid-cols-3 list:col-span-2">
      {points.map((point) => (
        <li key={point}>
          <h2 className="font-semibold">{t(`landing.point_${point}`)}</h2>
          <p className="mt-1 text-text-2 text-pretty">{t(`landing.point_${point}_text`)}</p>
        </li>
      ))}
    </ul>
  );
}

function RunIt() {
  const { t } = useTranslation();
  return (
    <section className="grid items-center gap-x-12 gap-y-4 rounded-lg border border-line bg-bg p-6 rail:p-8 list:col-span-2 list:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
      <div>
        <h2 className="text-lg font-semibold">{t("landing.run_title")}</h2>
        <p className="mt-1 text-text-2">{t("landing.run_text")}</p>
        <p className="mt-1 text-sm text-text-3">{t("landing.run_note")}</p>
      </div>
      <pre className="overflow-x-auto rounded-md bg-surface-2 px-4 py-3.5 font-mono text-sm">
        <code>
          <span aria-hidden="true" className="text-text-3 select-none">
            {"$ "}
          </span>
          <span>cargo xtask serve</span>
        </code>
      </pre>
    </section>
  );
}
