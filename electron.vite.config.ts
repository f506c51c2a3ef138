import { resolve } from 'node:path'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'electron-vite'

const at = (...parts: string[]): string => resolve(import.meta.dirname, ...parts)
const alias = { '@shared': at('src/shared') }

// Targets are stated, not guessed: electron-vite would take them from the installed electron package, and a window on an
// older Electron would then die of syntax it does not know.
export default defineConfig({
  main: {
    resolve: { alias },
    build: {
      outDir: 'out',
      target: 'node20.18',
      sourcemap: true,
      externalizeDeps: false,
      rolldownOptions: {
        external: ['cpu-features', /\.node$/], // ssh2's optional native parts
        input: { main: at('src/main/index.ts'), cli: at('src/cli/index.ts') },
        output: {
          entryFileNames: '[name]/index.js',
          chunkFileNames: 'node/[name]-[hash].js',
          // Half of the text is comments and indentation, which every start would read. Names stay, for whoever reads a stack.
          minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } }
        }
      }
    }
  },
  preload: {
    resolve: { alias },
    build: {
      target: 'node20.18',
      externalizeDeps: false,
      rolldownOptions: { input: { index: at('src/preload/index.ts') }, output: { format: 'cjs' } }
    }
  },
  renderer: {
    root: at('src/renderer'),
    resolve: { alias },
    plugins: [svelte({ configFile: at('svelte.config.js') })],
    build: {
      target: 'chrome130',
      minify: true,
      rolldownOptions: { input: { index: at('src/renderer/index.html') } }
    }
  }
})
