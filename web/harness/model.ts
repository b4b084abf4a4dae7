// A room of 50,000 messages of mixed heights for the scroll harness. Each message is a function of its seq, so that nothing is
// stored, and pages are answered with a delay, like a server's.
import type { PageQuery } from "@/net/api/messages";
import type { Message, MessagesPage } from "@/net/protocol.gen";

export const TOTAL = 50_000;
const AUTHORS = ["Ana Pereira", "Bo Lindqvist", "Chen Wei", "Dara Okafor"];

/** A pseudo-random number in [0, 1) that depends only on `n`. */
function noise(n: number): number {
  const x = Math.sin(n * 12.9898) * 43_758.5453;
  return x - Math.floor(x);
}

function body(seq: number): string {
  const kind = noise(seq);
  const words = (count: number) =>
    Array.from({ length: count }, (_, i) => ["river", "stone", "meets", "slowly", "harbour", "tide"][(seq * 7 + i * 3) % 6]).join(" ");
  if (kind < 0.55) return `${seq}: ${words(3 + Math.floor(noise(seq + 0.5) * 8))}`;
  if (kind < 0.8) return `${seq}: ${words(30 + Math.floor(noise(seq + 0.5) * 90))}`;
  if (kind < 0.9) return `${seq}\n- ${words(4)}\n- ${words(6)}\n- ${words(3)}`;
  if (kind < 0.96) return `${seq}\n\`\`\`ts\n${Array.from({ length: 2 + (seq % 14) }, (_, i) => `const line${i} = ${i};`).join("\n")}\n\`\`\``;
  return `${seq}: ${words(300)}`;
}

export function messageAt(seq: number): Message {
  const author = Math.floor(noise(Math.floor(seq / 3) + 0.25) * AUTHORS.length);
  const name = AUTHORS[author] ?? "Ana";
  return {
    id: `m${seq}`,
    room_id: "harness",
    seq,
    version: seq,
    author: { id: `u${author}`, username: `user${author}`, display_name: name, avatar_url: null },
    body: body(seq),
    created_at: new Date(1_780_000_000_000 + seq * 97_000).toISOString(),
    edited_at: null,
    deleted_at: null,
    reply_to: null,
    attachments: [],
    reactions: [],
    mentions: [],
    mentions_room: false,
    previews: [],
    pinned_at: null,
  };
}

export class BigRoom {
  last = TOTAL;
  #requests = 0;

  get requests(): number {
    return this.#requests;
  }

  async page(query: PageQuery): Promise<MessagesPage> {
    this.#requests += 1;
    await new Promise((done) => setTimeout(done, 20));
    const limit = query.limit ?? 50;
    let from = this.last - limit + 1;
    if (query.before !== undefined) from = query.before - limit;
    if (query.after !== undefined) from = query.after + 1;
    if (query.around !== undefined) from = query.around - Math.floor(limit / 2);
    const to = query.before === undefined ? Math.min(this.last, from + limit - 1) : query.before - 1;
    from = Math.max(1, from);
    const messages = Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => messageAt(from + i));
    return { messages, has_before: from > 1, has_after: to < this.last, version: this.last, epoch: "e" };
  }

  next(): Message {
    this.last += 1;
    return messageAt(this.last);
  }
}
