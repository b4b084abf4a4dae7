// A field that filters a list, with a button that empties it.
import { Search, X } from "lucide-react";
import { useRef } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { QUERY_CHARS } from "@/lib/limits.gen";
import { inputClass } from "./Field";
import { IconButton } from "./IconButton";

interface SearchFieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
}

export function SearchField({ label, value, onChange }: SearchFieldProps) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  return (
    <div className="relative">
      <Search
        size={17}
        aria-hidden="true"
        className="absolute start-3 top-1/2 -translate-y-1/2 text-text-3"
      />
      <input
        ref={input}
        type="search"
        value={value}
        maxLength={QUERY_CHARS}
        onChange={(event) => onChange(event.target.value)}
        aria-label={label}
        placeholder={label}
        autoComplete="off"
        // Enter would submit a form around it.
        onKeyDown={(event) => {
          if (event.key === "Enter") event.preventDefault();
        }}
        className={`${inputClass} h-11 ps-9 pe-12 [&::-webkit-search-cancel-button]:hidden`}
      />
      {value !== "" && (
        <IconButton
          label={t("common.clear")}
          tip="none"
          icon={<X size={17} />}
          onClick={() => {
            onChange("");
            input.current?.focus();
          }}
          className="absolute end-1 top-1/2 -translate-y-1/2"
        />
      )}
    </div>
  );
}
