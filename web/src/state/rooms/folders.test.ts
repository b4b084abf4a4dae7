import { beforeEach, expect, it, vi } from "vitest";
import type { Folder } from "@/net/protocol.gen";
import { useFolders } from "./folderList";
import { changeFolders, forget, heard, learn } from "./folders";

const server = vi.hoisted(() => ({
  folders: [] as Folder[],
  puts: [] as { folders: readonly Folder[]; answer: () => void; refuse: () => void }[],
}));

vi.mock("@/net/api/folders", () => ({
  listFolders: () => Promise.resolve({ folders: server.folders }),
  putFolders: (folders: readonly Folder[]) =>
    new Promise((resolve, reject) => {
      const answer = () => {
        server.folders = [...folders];
        resolve({ folders });
      };
      server.puts.push({ folders, answer, refuse: () => reject(new Error("refused")) });
    }),
}));

const folder = (name: string): Folder => ({ id: name, name, room_ids: [] });
const add = (name: string) => (folders: readonly Folder[]) => [...folders, folder(name)];
const shown = () => useFolders.getState().folders.map(({ name }) => name);
/** The n-th PUT request, once it was sent. */
const put = (index: number) => vi.waitUntil(() => server.puts[index]);

beforeEach(() => {
  server.folders = [folder("A")];
  server.puts = [];
  useFolders.setState({ folders: [], status: "asking" });
  forget();
});

it("ROOM15 changes show at once and are saved one after another", async () => {
  await learn();
  const changes = [changeFolders(add("B")), changeFolders(add("C"))];
  expect(shown()).toEqual(["A", "B", "C"]);
  const first = await put(0);
  expect(server.puts).toHaveLength(1);
  // The echo of the first change must not undo the second.
  heard([folder("A"), folder("B")]);
  expect(shown()).toEqual(["A", "B", "C"]);
  first.answer();
  (await put(1)).answer();
  await Promise.all(changes);
  expect(shown()).toEqual(["A", "B", "C"]);
});

it("ROOM15 a refused change is reverted", async () => {
  await learn();
  const change = changeFolders(add("B"));
  (await put(0)).refuse();
  await expect(change).rejects.toThrow("refused");
  expect(shown()).toEqual(["A"]);
});

it("ROOM15 unknown folders are fetched before they are replaced", async () => {
  const change = changeFolders(add("B"));
  const { folders, answer } = await put(0);
  expect(folders.map(({ name }) => name)).toEqual(["A", "B"]);
  answer();
  await change;
});

it("ROOM15 a change from another device made meanwhile shows in the end", async () => {
  await learn();
  const change = changeFolders(add("B"));
  const { answer } = await put(0);
  heard([folder("Z")]);
  answer();
  server.folders = [folder("A"), folder("B"), folder("Z")];
  await change;
  await vi.waitFor(() => expect(shown()).toEqual(["A", "B", "Z"]));
});
