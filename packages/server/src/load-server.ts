import type { ServerOptions, SilhouetteServer } from './create-server.ts';

/** The HTTP server, read from the disk only when one is made: commands that serve nothing start without it. See `create-server.ts`. */
export async function createServer(options: ServerOptions): Promise<SilhouetteServer> {
  const server = await import('./create-server.ts');
  return server.createServer(options);
}
