// Where drafts are kept: the person's database, or nowhere but memory where the browser refuses one.
import type { Database } from "../device/database";
import type { DraftStore } from "./drafts";

export const databaseDrafts = (database: Database): DraftStore => ({
  all: () => database.getAll("drafts"),
  put: async (draft) => {
    await database.put("drafts", draft);
  },
  delete: (roomId) => database.delete("drafts", roomId),
});

/** The drafts object itself remembers; there is nothing to read after a reload. */
export const noDrafts: DraftStore = {
  all: async () => [],
  put: async () => {},
  delete: async () => {},
};
