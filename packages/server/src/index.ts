export { createServer, type ServerOptions, type SilhouetteServer } from './create-server.ts';
