import { describe, expect, it } from "vitest";
import { fitting, type Named, roomLink, triggerAt } from "./completion";
import { parseInline } from "@/lib/markdown/grammar/inline";

const at = (text: string) => triggerAt(text, text.length);

describe("UI32 the completed text", () => {
  it("is a person after @, a room after #, an emoji after :", () => {
    expect(at("ask @Bo")).toEqual({ kind: "mention", from: 4, query: "bo" });
    expect(at("see #har")).toEqual({ kind: "room", from: 4, query: "har" });
    expect(at("#")).toEqual({ kind: "room", from: 0, query: "" });
    expect(at("(#Überf")).toEqual({ kind: "room", from: 1, query: "überf" });
    expect(at("ok :smi")).toEqual({ kind: "emoji", from: 3, query: "smi" });
    expect(at(":Läch")).toEqual({ kind: "emoji", from: 0, query: "läch" });
  });

  it("is nothing in a heading, a word, a URL, an email address or a time", () => {
    for (const text of ["# Title", "## ", "##", "a#b", "https://example.org/#part", "me@example", "1:30", ""])
      expect(at(text)).toBeNull();
  });
});

describe("UI32 matching", () => {
  const named = (sign: string, name: string): Named => ({ id: name, sign, name, url: null });
  const rooms = ["Lighthouse", "Harbour", "Old harbour", "Charts"].map((name) => named("", name));

  it("ranks the start of a name first, then of a word, then letters anywhere, then letters in order", () => {
    const names = (query: string) => fitting(rooms, query, 8).map(({ name }) => name);
    expect(names("har")).toEqual(["Harbour", "Old harbour", "Charts"]);
    expect(names("lh")).toEqual(["Lighthouse", "Old harbour"]);
    expect(names("zz")).toEqual([]);
    expect(names("")).toEqual(["Lighthouse", "Harbour", "Old harbour", "Charts"]);
  });

  it("finds people by either name, up to a limit", () => {
    const people = [named("ana", "Zoe"), named("zoe", "Ana Ferreira")];
    expect(fitting(people, "ana", 8).map(({ sign }) => sign)).toEqual(["ana", "zoe"]);
    expect(fitting(people, "ana", 1)).toHaveLength(1);
  });
});

it("UI32 a room's link shows its name, whatever it contains, and leads to the room", () => {
  const id = "0192f0c8-7a00-7000-8000-000000000020";
  for (const name of ["Harbour", "a_b *c* [d] `e` \\", ":smile: @ana ~~f~~", "x](https://example.org)"]) {
    const [link, ...rest] = parseInline(roomLink({ id, sign: "", name, url: null }));
    expect(rest).toEqual([]);
    expect(link).toMatchObject({
      kind: "link",
      href: `${location.origin}/r/${id}`,
      title: "",
      children: [{ kind: "text", text: `#${name}` }],
    });
  }
});
