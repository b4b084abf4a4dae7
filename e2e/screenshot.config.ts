// The script that takes the README's pictures: the same harness, a folder of its own, one thing after the other.
import { defineConfig } from '@playwright/test';
import base from './playwright.config.ts';

export default defineConfig(base, { testDir: './screenshot', workers: 1 });
