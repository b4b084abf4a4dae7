// How the end-to-end tests run: Debian's Chromium, headless, nothing downloaded. Only continuous integration retries a failed
// test once, so that a single race blocks nobody; it reports such tests as flaky and tolerates at most three.
import { defineConfig } from '@playwright/test';
import { launchOptions } from './harness/browser.ts';

export default defineConfig({
  testDir: './tests',
  outputDir: './test-results',
  fullyParallel: true,
  workers: 2,
  retries: process.env.CI === 'true' ? 1 : 0,
  forbidOnly: true,
  // Longer than any test takes, so that tests do not fail on a busy machine.
  timeout: 180_000,
  expect: { timeout: 20_000 },
  reporter: [['list']],
  use: {
    launchOptions,
    actionTimeout: 20_000,
    navigationTimeout: 40_000,
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    timezoneId: 'UTC',
    // Each browser context would download the whole client for later; only the tests of offline reading need that.
    serviceWorkers: 'block',
    // Recording costs about as much as the test, so only the second attempt is recorded.
    trace: 'on-first-retry',
    screenshot: 'only-on-failure',
  },
});
