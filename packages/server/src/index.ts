export type { AudienceClient } from './audiences/audience-client.ts';
export { type ConnectedAudiences, connectAudiences } from './audiences/connect-audiences.ts';
export { describeDefinition } from './audiences/describe-definition.ts';
export { type ConnectedAudit, connectAudit } from './audit/connect-audit.ts';
export { AUDIT_FORMATS, type AuditFormat } from './audit/write-entries.ts';
export { type ConnectedEdits, connectCatalogEdits } from './catalog-edits/connect-catalog-edits.ts';
export { createServer, type ServerOptions, type SilhouetteServer } from './create-server.ts';
export { type ExportsExamination, examineExports } from './exports/examine-exports.ts';
export { examineStore, type StoreExamination } from './store/examine-store.ts';
