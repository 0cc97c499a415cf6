/**
 * Two projects: `unit` is everything that runs in plain Node in milliseconds; `e2e` drives real
 * browsers against the built node, one file after the other: two cores have no more to give.
 */
import { defineConfig } from 'vitest/config';

const SECOND = 1000;

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          environment: 'node',
          include: [
            'test/{core,document,app,ui,contract,effects,signaling,scripts,sim,vectors}/**/*.test.ts',
          ],
          setupFiles: ['test/property-seed.ts'],
          testTimeout: 60 * SECOND,
        },
      },
      {
        test: {
          name: 'e2e',
          environment: 'node',
          include: ['test/e2e/**/*.test.ts'],
          fileParallelism: false,
          maxWorkers: 1,
          testTimeout: 180 * SECOND,
          hookTimeout: 120 * SECOND,
        },
      },
    ],
  },
});
