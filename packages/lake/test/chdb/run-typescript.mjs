// Runs a TypeScript file of the tests in a process of its own (Node 20 cannot by itself): FILE ARGUMENTS…
import { runnerImport } from 'vite';

const [, , file] = process.argv;
await runnerImport(file, {
  configFile: false,
  logLevel: 'error',
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source', 'node', 'import', 'module', 'default'] } },
});
