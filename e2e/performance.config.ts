// Records the client's speed: the same harness, one page after another on an otherwise idle machine. Only layout shift is
// limited, because machines differ. The results are in docs/PERFORMANCE.md.
import { defineConfig } from '@playwright/test';
import base from './playwright.config.ts';

export default defineConfig(base, { testDir: './performance', workers: 1, timeout: 600_000, use: { ...base.use, trace: 'off', actionTimeout: 60_000 }, expect: { timeout: 60_000 } });
