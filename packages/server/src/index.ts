export { type ConnectedPeople, connectPeople } from './accounts/connect-people.ts';
export { checkNewPassword } from './accounts/read-password.ts';
export type { AudienceClient } from './audiences/audience-client.ts';
export { type ConnectedAudiences, connectAudiences } from './audiences/connect-audiences.ts';
export { describeDefinition } from './audiences/describe-definition.ts';
export { type ConnectedEdits, connectCatalogEdits } from './catalog-edits/connect-catalog-edits.ts';
export { createServer, type ServerOptions, type SilhouetteServer } from './create-server.ts';
