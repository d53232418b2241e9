import { defineConfig, type ViteUserConfig } from 'vitest/config';

const config: ViteUserConfig = defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['*.browser.ts'],
    // One Chromium at a time: these tests measure.
    fileParallelism: false,
    // On a machine that others keep busy everything takes longer.
    testTimeout: 240_000,
    hookTimeout: 120_000,
  },
});
export default config;
