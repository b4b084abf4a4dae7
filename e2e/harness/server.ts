// Runs the real binary on a free port with its own folder: starts, kills, restarts and stops it. It knows nothing of HTTP beyond
// the address that the server prints.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

const binary = resolve(process.env.CONFLUENCE_BINARY ?? '../target/debug/confluence');
/** Binary in the same folder that writes a long history faster than it could be sent. */
const bench = join(dirname(binary), 'confluence-bench');

/** Disables rate limits, for all tests that are not about them. */
const unlimited = {
  LIMIT_MESSAGES_PER_SECOND: '0',
  LIMIT_MESSAGE_BURST: '0',
  LIMIT_REACTIONS_PER_SECOND: '0',
  LIMIT_ROOMS_PER_MINUTE: '0',
  LIMIT_ROOMS_PER_USER: '0',
  LIMIT_CHANGES_PER_MINUTE: '0',
  LIMIT_UPLOADS_PER_MINUTE: '0',
  LIMIT_WRITES_PER_SECOND: '0',
  LIMIT_READS_PER_SECOND: '0',
  LIMIT_SIGN_INS_PER_MINUTE: '0',
  LIMIT_SOCKETS_PER_USER: '0',
  LIMIT_SOCKETS_PER_ADDRESS: '0',
  LIMIT_CONNECTIONS_PER_ADDRESS: '0',
};

/** Longest start before the test gives up; usually it takes tens of milliseconds. */
const START_MS = 20_000;

export class Server {
  #child: ChildProcess | undefined;
  #port = 0;
  /** The last lines of its log, for the report of a failed test. */
  readonly log: string[] = [];

  private constructor(
    private readonly folder: string,
    private readonly environment: Record<string, string>,
  ) {}

  /** Starts a server with an empty folder. `environment` adds to the settings of every test. */
  static async start(environment: Record<string, string> = {}): Promise<Server> {
    const server = new Server(await mkdtemp(join(tmpdir(), 'confluence-e2e-')), environment);
    await server.#spawn();
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Process id, for measuring its resources. */
  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  get port(): number {
    return this.#port;
  }

  /** Fills an empty room with this many messages of mixed heights, all by the room's creator. */
  async fill(room: string, messages: number): Promise<void> {
    await promisify(execFile)(bench, ['fill', join(this.folder, 'confluence.db'), room, String(messages)]);
  }

  /** Kills the process like a power cut: no handler runs. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** Starts it again on the same port and folder. */
  async restart(): Promise<void> {
    await this.#spawn();
  }

  /** Stops it gracefully and removes its folder. */
  async stop(): Promise<void> {
    await this.#end('SIGTERM');
    await rm(this.folder, { recursive: true, force: true });
  }

  async #spawn(): Promise<void> {
    const environment = { ...process.env, ...unlimited, ...this.environment };
    const child = spawn(
      binary,
      ['serve', '--listen', `127.0.0.1:${this.#port}`, '--data-dir', this.folder],
      { env: environment, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    this.#child = child;
    this.#port = await new Promise<number>((found, failed) => {
      const late = setTimeout(() => failed(new Error(`no address after ${START_MS} ms`)), START_MS);
      const look = (line: string) => {
        this.log.push(line);
        if (this.log.length > 200) this.log.shift();
        const port = /http:\/\/127\.0\.0\.1:(\d+)/.exec(line)?.[1];
        if (port !== undefined) {
          clearTimeout(late);
          found(Number(port));
        }
      };
      createInterface({ input: child.stdout }).on('line', look);
      createInterface({ input: child.stderr }).on('line', look);
      child.once('error', failed);
      child.once('exit', (code, signal) => {
        clearTimeout(late);
        failed(new Error(`the server ended (${code ?? signal}):\n${this.log.join('\n')}`));
      });
    });
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }
}
