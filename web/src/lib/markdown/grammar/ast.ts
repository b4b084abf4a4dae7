// A message's source as a small tree of blocks and inlines. There is no node for raw HTML, so none can be rendered.

export type Inline =
  | { kind: "text"; text: string }
  | { kind: "break" }
  | { kind: "code"; text: string }
  | { kind: "strong" | "em" | "strike" | "spoiler"; children: Inline[] }
  /** `host` is set if the link's text names another host, so that readers see where it leads. */
  | { kind: "link"; href: string; title: string; host: string; children: Inline[] }
  /** `name` without the @, in lower case. The caller decides whether a member has that name. */
  | { kind: "mention"; name: string; text: string };

export interface ListItem {
  /** The number as typed; empty for a bullet. */
  number: string;
  /** State of a task's checkbox; null for an ordinary item. */
  checked: boolean | null;
  children: Block[];
}

export type Block =
  | { kind: "paragraph"; children: Inline[] }
  | { kind: "heading"; level: number; children: Inline[] }
  | { kind: "code"; language: string; text: string }
  | { kind: "quote"; children: Block[] }
  /** `mark` follows a number: "." or ")"; empty for bullets. */
  | { kind: "list"; mark: string; items: ListItem[] }
  | { kind: "table"; align: ("start" | "center" | "end" | null)[]; head: Inline[][]; rows: Inline[][][] };
