// How the end-to-end tests run: Debian's Chromium, headless, nothing downloaded. Only continuous integration tries a failed
// test once more, so that a single race holds nobody up; it names such a test as flaky and bears at most three of them.
import { defineConfig } from '@playwright/test';
import { launchOptions } from './harness/browser.ts';

export default defineConfig({
  testDir: './tests',
  outputDir: './test-results',
  fullyParallel: true,
  workers: 2,
  retries: process.env.CI === 'true' ? 1 : 0,
  forbidOnly: true,
  // Longer than anything takes: a busy machine must not decide what is broken.
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
    // Recording costs about as much as the test; the second attempt shows what happened.
    trace: 'on-first-retry',
    screenshot: 'only-on-failure',
  },
});
