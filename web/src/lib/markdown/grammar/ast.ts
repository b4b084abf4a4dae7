// A message's source as a small tree of blocks and inlines. There is no node for raw HTML, so none can come out.

export type Inline =
  | { kind: "text"; text: string }
  | { kind: "break" }
  | { kind: "code"; text: string }
  | { kind: "strong" | "em" | "strike" | "spoiler"; children: Inline[] }
  /** `host` is set where the text of the link reads like an address of another host: readers must see where it leads. */
  | { kind: "link"; href: string; title: string; host: string; children: Inline[] }
  /** `name` without the @, in lower case. Whether a member has that name is for the caller to decide. */
  | { kind: "mention"; name: string; text: string };

export interface ListItem {
  /** Number as typed; empty for a bullet. */
  number: string;
  /** Box of a task, or null for an ordinary item. */
  checked: boolean | null;
  children: Block[];
}

export type Block =
  | { kind: "paragraph"; children: Inline[] }
  | { kind: "heading"; level: number; children: Inline[] }
  | { kind: "code"; language: string; text: string }
  | { kind: "quote"; children: Block[] }
  /** `mark` is what follows a number: "." or ")"; empty for bullets. */
  | { kind: "list"; mark: string; items: ListItem[] }
  | { kind: "table"; align: ("start" | "center" | "end" | null)[]; head: Inline[][]; rows: Inline[][][] };
