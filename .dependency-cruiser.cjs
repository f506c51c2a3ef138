/** Layer fences for Medusa Console: who may import whom. */
const IO_LIBS =
  '^(amqplib|ssh2|electron-store|conf|undici)(/|$)|node_modules/(amqplib|ssh2|electron-store|conf|undici)/'
module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^(electron|amqplib|ssh2|electron-store)$' }
    },
    {
      name: 'shared-is-a-leaf',
      severity: 'error',
      from: { path: '^src/shared' },
      to: { pathNot: '^src/shared|node_modules/(zod|re2js)/' }
    },
    {
      name: 'domain-is-pure',
      severity: 'error',
      from: { path: '^src/engine/domain' },
      to: {
        pathNot:
          '^src/(engine/domain|shared/(model|text))|node_modules/(zod|@xmldom/xmldom|ml-matrix|@noble/hashes|re2js|yaml)/'
      }
    },
    {
      name: 'protocol-is-codec-only',
      severity: 'error',
      from: { path: '^src/engine/protocol' },
      to: {
        pathNot:
          '^src/(engine/protocol|shared/model)|node_modules/(zod|@xmldom/xmldom|ml-matrix|@noble/hashes|re2js|yaml|diff)/'
      }
    },
    {
      name: 'ports-are-types',
      severity: 'error',
      from: { path: '^src/engine/ports' },
      to: { pathNot: '^src/(engine/(ports|domain)|shared/model)' }
    },
    {
      name: 'runtime-sees-ports-not-adapters',
      severity: 'error',
      from: { path: '^src/engine/runtime' },
      to: {
        pathNot:
          // node:path is string work, no I/O
          '^path$|^src/(engine/(runtime|ports|domain|protocol)|shared)|node_modules/(zod|@xmldom/xmldom|ml-matrix|@noble/hashes|re2js|yaml)/'
      }
    },
    {
      name: 'adapters-do-not-know-runtime',
      severity: 'error',
      from: { path: '^src/engine/adapters' },
      to: { path: '^src/(engine/(runtime|index)|main|preload|renderer)' }
    },
    {
      name: 'adapters-do-not-know-each-other',
      severity: 'error',
      from: { path: '^src/engine/adapters/([^/]+)/' },
      to: { path: '^src/engine/adapters/', pathNot: '^src/engine/adapters/$1/' }
    },
    {
      name: 'io-libs-only-in-adapters',
      severity: 'error',
      from: { path: '^src', pathNot: '^src/(engine/adapters|main/settings|cli/settings)' },
      to: { path: IO_LIBS }
    },
    {
      name: 'electron-only-in-main-and-preload',
      severity: 'error',
      from: { path: '^src', pathNot: '^src/(main|preload)' },
      to: { path: '^electron$|node_modules/electron/' }
    },
    {
      name: 'compositions-use-the-engine-by-its-front-door',
      severity: 'error',
      from: { path: '^src/(main|cli|lab)' },
      to: { path: '^src/engine/(?!index|compose|adapters/|ports/)' }
    },
    {
      name: 'lab-knows-no-composition',
      severity: 'error',
      from: { path: '^src/lab' },
      to: { path: '^src/(main|cli|preload|renderer)' }
    },
    {
      name: 'engine-knows-no-composition',
      severity: 'error',
      from: { path: '^src/(engine|shared)' },
      to: { path: '^src/(main|cli|lab|preload|renderer)' }
    },
    {
      name: 'main-not-to-ui',
      severity: 'error',
      from: { path: '^src/main' },
      to: { path: '^src/(preload|renderer)' }
    },
    {
      name: 'preload-is-a-thin-bridge',
      severity: 'error',
      from: { path: '^src/preload' },
      to: { path: '^src/(?!preload|shared)' }
    },
    {
      name: 'renderer-sees-shared-only',
      severity: 'error',
      from: { path: '^src/renderer' },
      to: { path: '^src/(?!renderer|shared)' }
    },
    {
      name: 'renderer-has-no-node',
      severity: 'error',
      from: { path: '^src/renderer' },
      to: { dependencyTypes: ['core'] }
    },
    {
      name: 'features-do-not-know-each-other',
      severity: 'error',
      from: { path: '^src/renderer/src/features/([^/]+)/' },
      to: { path: '^src/renderer/src/features/', pathNot: '^src/renderer/src/features/$1/' }
    },
    {
      name: 'ui-kit-knows-no-app',
      severity: 'error',
      from: { path: '^src/renderer/src/(ui|lib)/' },
      to: { path: '^src/renderer/src/(?!ui|lib|text)' }
    },
    {
      name: 'no-test-code-in-src',
      severity: 'error',
      from: { path: '^src' },
      to: { path: '^test' }
    },
    {
      name: 'no-orphans',
      severity: 'warn',
      from: {
        orphan: true,
        pathNot: '\\.d\\.ts$|^src/(main|preload|cli)/index\\.ts$|^src/renderer/src/main\\.ts$'
      },
      to: {}
    }
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.node.json' },
    extraExtensionsToScan: [],
    enhancedResolveOptions: {
      extensions: ['.ts', '.svelte.ts', '.svelte', '.js', '.cjs', '.mjs'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'svelte', 'default']
    }
  }
}
