// Every keyboard shortcut, in three groups.
import { useTranslation } from "@/i18n/useTranslation";

const mac = /Mac|iPhone|iPad/.test(navigator.platform);
const command = mac ? "⌘" : "Ctrl";
const alt = mac ? "⌥" : "Alt";
const shift = mac ? "⇧" : "Shift";
const del = mac ? "⌦" : "Delete";

const groups = [
  {
    title: "shortcuts.group_rooms",
    keys: [
      ["shortcuts.palette", [command, "K"]],
      ["shortcuts.room_next", [alt, "↑ ↓"]],
      ["shortcuts.room_unread", [alt, shift, "↑ ↓"]],
      ["shortcuts.mark_read", [shift, "Esc"]],
      ["shortcuts.regions", [command, "F6"]],
      ["shortcuts.help", ["?"]],
    ],
  },
  {
    title: "shortcuts.group_messages",
    keys: [
      ["shortcuts.row_move", ["↑ ↓"]],
      ["shortcuts.row_ends", ["Home", "End"]],
      ["shortcuts.row_actions", ["Enter"]],
      ["shortcuts.row_reply", ["R"]],
      ["shortcuts.row_edit", ["E"]],
      ["shortcuts.row_react", ["+"]],
      ["shortcuts.row_copy", ["C"]],
      ["shortcuts.row_delete", [del]],
      ["shortcuts.back_to_box", ["Esc"]],
    ],
  },
  {
    title: "shortcuts.group_writing",
    keys: [
      ["shortcuts.send", ["Enter"]],
      ["shortcuts.newline", [shift, "Enter"]],
      ["shortcuts.edit_last", ["↑"]],
      ["shortcuts.complete", ["@", "#", ":"]],
      ["shortcuts.upload", [command, shift, "U"]],
      ["shortcuts.bold", [command, "B"]],
      ["shortcuts.italic", [command, "I"]],
      ["shortcuts.code", [command, "E"]],
      ["shortcuts.close", ["Esc"]],
    ],
  },
] as const;

export function ShortcutList() {
  const { t } = useTranslation();
  return (
    <div className="grid gap-7">
      {groups.map((group) => (
        <section key={group.title}>
          <h4 className="text-sm font-semibold">{t(group.title)}</h4>
          <dl className="mt-1.5 divide-y divide-line">
            {group.keys.map(([label, keys]) => (
              <div key={label} className="flex items-center justify-between gap-4 py-2">
                <dt className="text-text-2">{t(label)}</dt>
                <dd className="flex shrink-0 gap-1">
                  {keys.map((key) => (
                    <kbd
                      key={key}
                      className="min-w-7 rounded-sm border border-line-strong/50 bg-surface-1 px-1.5 py-0.5 text-center font-sans text-xs text-text-2"
                    >
                      {key}
                    </kbd>
                  ))}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </div>
  );
}
