// Public facts about the server; needs no sign-in.
import { request } from "../http";
import type { ServerInfo } from "../protocol.gen";

export const getServer = () => request<ServerInfo>("GET", "/server", undefined, { anonymous: true });
