// The network between a browser and the server: a relay that can be cut, or can hold back the server's answers. The browser's
// own "offline" switch leaves open sockets alone, so outages must be simulated below it.
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server as Listener, type Socket } from 'node:net';

export class Link {
  readonly #listener: Listener;
  readonly #pairs = new Set<{ near: Socket; far: Socket }>();
  #cut = false;
  #held = false;

  private constructor(private readonly farPort: () => number) {
    this.#listener = createServer((near) => this.#relay(near));
  }

  /** Starts a relay on its own port, which connects to the current value of `farPort`. */
  static async to(farPort: () => number): Promise<Link> {
    const link = new Link(farPort);
    link.#listener.listen(0, '127.0.0.1');
    await once(link.#listener, 'listening');
    return link;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#listener.address() as AddressInfo).port}`;
  }

  /** Ends every connection and refuses new ones. */
  cut(): void {
    this.#cut = true;
    for (const { near, far } of this.#pairs) {
      near.destroy();
      far.destroy();
    }
  }

  mend(): void {
    this.#cut = false;
  }

  /** Holds back everything from the server, while the browser's data still arrives. */
  hold(): void {
    this.#held = true;
    for (const { far } of this.#pairs) far.pause();
  }

  /** Lets everything through again, beginning with the held bytes. */
  release(): void {
    this.#held = false;
    for (const { far } of this.#pairs) far.resume();
  }

  close(): void {
    this.cut();
    this.#listener.close();
  }

  #relay(near: Socket): void {
    if (this.#cut) {
      near.destroy();
      return;
    }
    const far = connect(this.farPort(), '127.0.0.1');
    const pair = { near, far };
    this.#pairs.add(pair);
    const end = () => {
      this.#pairs.delete(pair);
      near.destroy();
      far.destroy();
    };
    for (const side of [near, far]) {
      side.setNoDelay(true);
      side.on('error', end);
      side.on('close', end);
    }
    near.on('data', (bytes) => far.write(bytes));
    far.on('data', (bytes) => near.write(bytes));
    if (this.#held) far.pause();
  }
}
