// The browser and its switches. It must make no requests of its own, and run as root it has no sandbox.
import type { LaunchOptions } from '@playwright/test';

const quiet = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-gpu',
];

export const launchOptions: LaunchOptions = {
  executablePath: process.env.CONFLUENCE_CHROMIUM ?? '/usr/bin/chromium',
  args: process.getuid?.() === 0 ? [...quiet, '--no-sandbox'] : quiet,
};
