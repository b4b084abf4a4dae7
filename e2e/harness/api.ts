// An API client that prepares a test's accounts, rooms, messages and invites. What the test is about happens in a browser.
import { uuid7 } from './uuid.ts';

export const PASSWORD = 'two rivers meet at dusk';

export interface Room {
  id: string;
  name: string;
  kind: 'public' | 'private' | 'direct';
  version: number;
  last_seq: number;
  member_count: number;
  you: { role: string; last_read_seq: number; unread: number; mentions: number } | null;
}

export interface Message {
  id: string;
  seq: number;
  version: number;
  body: string;
  author: { id: string; username: string };
  attachments: Attachment[];
}

export interface Attachment {
  id: string;
  name: string;
  content_type: string;
  size: number;
  url: string;
  thumbnail_url: string | null;
  metadata_kept: boolean;
  caption?: string;
  alt?: string;
}

export interface Cookie {
  name: string;
  value: string;
  path: string;
}

/** An account with an API token. */
export class Account {
  private constructor(
    readonly base: string,
    readonly id: string,
    readonly username: string,
    readonly displayName: string,
    readonly token: string,
  ) {}

  /** Creates an account. The first one on a server is its administrator. */
  static async signUp(base: string, username: string, displayName = capital(username)): Promise<Account> {
    const made = await call(base, 'POST', '/auth/sign-up', {
      username,
      password: PASSWORD,
      display_name: displayName,
    });
    const { user } = (await made.json()) as { user: { id: string } };
    return Account.#withToken(base, user.id, username, displayName);
  }

  /** Signs in to an account that was created elsewhere, for example in a browser. */
  static async of(base: string, username: string): Promise<Account> {
    return Account.#withToken(base, '', username, capital(username));
  }

  static async #withToken(base: string, id: string, username: string, displayName: string): Promise<Account> {
    const answer = await call(base, 'POST', '/auth/token', { username, password: PASSWORD });
    const { access_token } = (await answer.json()) as { access_token: string };
    return new Account(base, id, username, displayName, access_token);
  }

  /** Creates a session of this account and returns its cookies for a browser. */
  async browserSession(): Promise<Cookie[]> {
    const answer = await call(this.base, 'POST', '/auth/sign-in', { username: this.username, password: PASSWORD });
    return answer.headers.getSetCookie().map(parseCookie);
  }

  async createRoom(name: string, more: { kind?: 'public' | 'private'; description?: string } = {}): Promise<Room> {
    return this.#json('POST', '/rooms', { name, ...more });
  }

  async room(id: string): Promise<Room> {
    return this.#json('GET', `/rooms/${id}`);
  }

  async rooms(): Promise<Room[]> {
    return (await this.#json<{ rooms: Room[] }>('GET', '/rooms')).rooms;
  }

  async join(room: Room): Promise<Room> {
    return this.#json('POST', `/rooms/${room.id}/join`);
  }

  /** The direct room of these people and this account. */
  async direct(...others: Account[]): Promise<Room> {
    return this.#json('POST', '/direct', { user_ids: others.map(({ id }) => id) });
  }

  async invite(room: Room, more: { expires_in?: number | null; max_uses?: number; guest_until?: string } = {}): Promise<{ code: string; url: string }> {
    return this.#json('POST', `/rooms/${room.id}/invites`, more);
  }

  async revokeInvite(room: Room, code: string): Promise<void> {
    await this.#call('DELETE', `/rooms/${room.id}/invites/${code}`);
  }

  async patchRoom(room: Room, change: Record<string, unknown>): Promise<Room> {
    return this.#json('PATCH', `/rooms/${room.id}`, change);
  }

  async send(room: Room, body: string, more: { reply_to?: string; attachments?: string[] } = {}): Promise<Message> {
    return this.#json('POST', `/rooms/${room.id}/messages`, { id: uuid7(), body, ...more });
  }

  /** Uploads a file, to be attached to a message. */
  async upload(name: string, bytes: Buffer): Promise<Attachment> {
    const answer = await fetch(`${this.base}/api/v1/uploads?name=${encodeURIComponent(name)}`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream', authorization: `Bearer ${this.token}` },
      body: new Uint8Array(bytes),
    });
    if (!answer.ok) throw new Error(`upload of ${name}: ${answer.status} ${await answer.text()}`);
    return answer.json() as Promise<Attachment>;
  }

  /** Sends `count` messages in order and returns them. */
  async sendMany(room: Room, count: number, text: (index: number) => string): Promise<Message[]> {
    const sent: Message[] = [];
    for (let index = 0; index < count; index += 1) sent.push(await this.send(room, text(index)));
    return sent;
  }

  async edit(room: Room, message: Message, body: string): Promise<void> {
    await this.#call('PATCH', `/rooms/${room.id}/messages/${message.id}`, { body });
  }

  async pin(room: Room, message: Message): Promise<void> {
    await this.#call('PUT', `/rooms/${room.id}/messages/${message.id}/pin`);
  }

  async unreact(room: Room, message: Message, emoji: string): Promise<void> {
    await this.#call('DELETE', `/rooms/${room.id}/messages/${message.id}/reactions/${encodeURIComponent(emoji)}`);
  }

  /** Changes the display name. */
  async rename(displayName: string): Promise<void> {
    await this.#call('PATCH', '/me', { display_name: displayName });
  }

  async leave(room: Room): Promise<void> {
    await this.#call('POST', `/rooms/${room.id}/leave`);
  }

  async react(room: Room, message: Message, emoji: string): Promise<void> {
    await this.#call('PUT', `/rooms/${room.id}/messages/${message.id}/reactions/${encodeURIComponent(emoji)}`);
  }

  async delete(room: Room, message: Message): Promise<void> {
    await this.#call('DELETE', `/rooms/${room.id}/messages/${message.id}`);
  }

  async markRead(room: Room, seq: number): Promise<void> {
    await this.#call('PUT', `/rooms/${room.id}/read`, { seq });
  }

  /** Switches off read receipts. */
  async keepReceiptsPrivate(): Promise<void> {
    await this.#call('PATCH', '/me', { settings: { read_receipts: false } });
  }

  async messages(room: Room): Promise<Message[]> {
    return (await this.#json<{ messages: Message[] }>('GET', `/rooms/${room.id}/messages?limit=200`)).messages;
  }

  #call(method: string, path: string, body?: unknown): Promise<Response> {
    return call(this.base, method, path, body, this.token);
  }

  async #json<T>(method: string, path: string, body?: unknown): Promise<T> {
    return (await this.#call(method, path, body)).json() as Promise<T>;
  }
}

async function call(base: string, method: string, path: string, body?: unknown, token?: string): Promise<Response> {
  const headers: Record<string, string> = {};
  if (body !== undefined) headers['content-type'] = 'application/json';
  if (token !== undefined) headers.authorization = `Bearer ${token}`;
  const answer = await fetch(`${base}/api/v1${path}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return answer;
}

function parseCookie(line: string): Cookie {
  const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
  const at = pair.indexOf('=');
  const path = attributes.find((attribute) => attribute.toLowerCase().startsWith('path='));
  return { name: pair.slice(0, at), value: pair.slice(at + 1), path: path?.slice(5) ?? '/' };
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
