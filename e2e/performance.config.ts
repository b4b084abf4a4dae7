// The script that records how fast the client is: the same harness, alone on the machine, one page after the other. It gates
// nothing; machines differ. What it measured stands in docs/PERFORMANCE.md.
import { defineConfig } from '@playwright/test';
import base from './playwright.config.ts';

export default defineConfig(base, { testDir: './performance', workers: 1, timeout: 600_000, use: { ...base.use, trace: 'off', actionTimeout: 60_000 }, expect: { timeout: 60_000 } });
