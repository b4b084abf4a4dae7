// Takes the README's screenshots: the same harness, its own folder, one after another.
import { defineConfig } from '@playwright/test';
import base from './playwright.config.ts';

export default defineConfig(base, { testDir: './screenshot', workers: 1 });
