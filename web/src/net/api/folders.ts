// The current user's room folders.
import { request } from "../http";
import type { Folder, Folders } from "../protocol.gen";

export const listFolders = () => request<Folders>("GET", "/me/folders");

export const putFolders = (folders: readonly Folder[]) => request<Folders>("PUT", "/me/folders", { folders });
