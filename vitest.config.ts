import { svelte } from '@sveltejs/vite-plugin-svelte'
import { svelteTesting } from '@testing-library/svelte/vite'
import { resolve } from 'node:path'
import { defineConfig } from 'vitest/config'

const alias = { '@shared': resolve(import.meta.dirname, 'src/shared') }

/**
 * Projects: `unit` (no server, any number at a time), `dom` (components), `contract` (fakes and real servers of a running lab,
 * named by MEDUSA_TEST_LAB) and `lab` (whole runs on real clouds, one file after the other).
 */
export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'unit',
          environment: 'node',
          include: ['test/{shared,engine,cli,lab,main,scripts}/**/*.test.ts'],
          exclude: ['**/*.lab.test.ts'],
          isolate: false, // most of the time would go to loading the same modules 150 times
          // generous: these run while a lab starts on the same two cores
          testTimeout: 30_000
        }
      },
      {
        resolve: { alias },
        plugins: [
          svelte({ configFile: resolve(import.meta.dirname, 'svelte.config.js') }),
          svelteTesting()
        ],
        test: {
          name: 'dom',
          environment: 'jsdom',
          include: ['test/renderer/**/*.test.ts'],
          setupFiles: ['test/renderer/clean-page.ts'],
          isolate: false,
          testTimeout: 30_000
        }
      },
      {
        resolve: { alias },
        test: {
          name: 'contract',
          environment: 'node',
          include: ['test/contract/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000
        }
      },
      {
        resolve: { alias },
        test: {
          name: 'lab',
          environment: 'node',
          include: ['test/**/*.lab.test.ts'],
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 300_000
        }
      }
    ]
  }
})
