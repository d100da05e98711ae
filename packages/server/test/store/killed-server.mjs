// A server for killed-store.test.ts, in a process of its own: prints its address, ends when killed. Runs from dist.
import { openWorkspace } from '@silhouette/lake';
import { createServer } from '@silhouette/server';

const server = await createServer({
  workspace: openWorkspace(process.argv[2] ?? ''),
  host: '127.0.0.1',
  pageDir: null,
  env: process.env,
  logLevel: 'silent',
});
console.log(await server.listen(0));
