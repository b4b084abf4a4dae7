// Where drafts are stored: the user's database, or only memory if the browser refuses one.
import type { Database } from "../device/database";
import type { DraftStore } from "./drafts";

export const databaseDrafts = (database: Database): DraftStore => ({
  all: () => database.getAll("drafts"),
  put: async (draft) => {
    await database.put("drafts", draft);
  },
  delete: (roomId) => database.delete("drafts", roomId),
});

/** No storage: `Drafts` itself keeps them in memory, and a reload finds none. */
export const noDrafts: DraftStore = {
  all: async () => [],
  put: async () => {},
  delete: async () => {},
};
