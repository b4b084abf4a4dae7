// The fixtures of every test: its own server, a relay in front of it, and a browser per person. After each test, no page may
// have logged an error or sent a request to another host.
import { test as base, type BrowserContextOptions, type Page } from '@playwright/test';
import type { Account } from './api.ts';
import { Link } from './link.ts';
import { Server } from './server.ts';

export { expect } from '@playwright/test';

/** Opens a page in a new browser context, signed in to an account or signed out. */
export type Open = (account?: Account, options?: BrowserContextOptions) => Promise<Page>;

interface Fixtures {
  /** Additional server settings; `test.use({ settings: … })` changes them. */
  settings: Record<string, string>;
  server: Server;
  /** The network between this test's browsers and the server. */
  link: Link;
  open: Open;
}

export const test = base.extend<Fixtures>({
  settings: [{}, { option: true }],

  server: async ({ settings }, use, info) => {
    const server = await Server.start(settings);
    await use(server);
    if (info.status !== info.expectedStatus) {
      await info.attach('server log', { body: server.log.join('\n'), contentType: 'text/plain' });
    }
    await server.stop();
  },

  link: async ({ server }, use) => {
    const link = await Link.to(() => server.port);
    await use(link);
    link.close();
  },

  open: async ({ browser, link, contextOptions, viewport, locale, timezoneId }, use) => {
    const complaints: string[] = [];
    const contexts: { close: () => Promise<void> }[] = [];
    const open: Open = async (account, options = {}) => {
      const context = await browser.newContext({
        ...contextOptions,
        viewport,
        ...(locale === undefined ? {} : { locale }),
        ...(timezoneId === undefined ? {} : { timezoneId }),
        baseURL: link.url,
        ...options,
      });
      contexts.push(context);
      if (account !== undefined) {
        const cookies = await account.browserSession();
        await context.addCookies(
          cookies.map((cookie) => ({ ...cookie, domain: '127.0.0.1', httpOnly: true, sameSite: 'Lax' as const })),
        );
      }
      context.on('request', (request) => {
        const url = new URL(request.url());
        const own = url.origin === link.url || url.protocol === 'blob:' || url.protocol === 'data:';
        if (!own) complaints.push(`asked another host: ${request.url()}`);
      });
      context.on('weberror', (error) => complaints.push(`uncaught: ${error.error().stack ?? error.error().message}`));
      context.on('console', (message) => {
        // The browser's own network errors are expected in some tests; errors logged by the page are not.
        const network = /^Failed to load resource|^WebSocket connection to|^The FetchEvent for .* network error/.test(message.text());
        if (message.type() === 'error' && !network) complaints.push(`console: ${message.text()}`);
      });
      return context.newPage();
    };
    await use(open);
    for (const context of contexts) await context.close();
    if (complaints.length > 0) throw new Error(`pages misbehaved: ${complaints.join(' | ')}`);
  },
});
