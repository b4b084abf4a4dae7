// What the server says of itself to whoever asks.
import { request } from "../http";
import type { ServerInfo } from "../protocol.gen";

export const getServer = () => request<ServerInfo>("GET", "/server", undefined, { anonymous: true });
