// A link to share: visible, selectable, copied with one click.
import { Check, Copy } from "lucide-react";
import { useId, useState } from "react";
import { copyText } from "@/lib/copyText";
import { Button } from "./Button";
import { inputClass } from "./Field";

interface CopyLinkProps {
  url: string;
  label: string;
  copy: string;
  copied: string;
  /** Puts the button below the link, for narrow places. */
  stacked?: boolean;
}

export function CopyLink({ url, label, copy, copied, stacked = false }: CopyLinkProps) {
  const id = useId();
  const [done, setDone] = useState(false);
  const run = async () => {
    if (!(await copyText(url))) {
      // Select it, so that the user can copy it.
      document.querySelector<HTMLInputElement>(`#${CSS.escape(id)}`)?.select();
      return;
    }
    setDone(true);
    setTimeout(() => setDone(false), 2_000);
  };
  return (
    <div>
      <label htmlFor={id} className="mb-1.5 block text-sm font-medium">
        {label}
      </label>
      <div className={stacked ? "grid gap-2" : "flex gap-2"}>
        <input
          id={id}
          readOnly
          value={url}
          onFocus={(event) => event.target.select()}
          className={`${inputClass} h-11 min-w-0`}
        />
        <Button
          size="lg"
          icon={done ? <Check size={17} /> : <Copy size={17} />}
          onClick={() => void run()}
          className="px-4"
        >
          <span aria-live="polite">{done ? copied : copy}</span>
        </Button>
      </div>
    </div>
  );
}
