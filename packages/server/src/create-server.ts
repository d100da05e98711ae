import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Workspace } from '@silhouette/lake';
import { SilhouetteError } from '@silhouette/model';
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { type Authenticate, addAccessGate } from './access/access-gate.ts';
import { readSmallestGroup } from './access/read-smallest-group.ts';
import { ViewMaker } from './access/view-for-access.ts';
import { readAccountSettings } from './accounts/account-settings.ts';
import { Accounts } from './accounts/accounts.ts';
import { sendCookies } from './accounts/caller.ts';
import { addOriginGuard } from './accounts/guard-origin.ts';
import { answerBadBytes } from './answer-bad-bytes.ts';
import { Answers } from './answers.ts';
import { SavedAudiences } from './audiences/saved-audiences.ts';
import { SYSTEM_ACTOR } from './audit/audit-event.ts';
import { addAuditGate } from './audit/audit-gate.ts';
import { readSecretsBefore } from './audit/audit-keys.ts';
import { AuditLog } from './audit/audit-log.ts';
import { AuditReviews } from './audit/audit-reviews.ts';
import { HeadKeeper } from './audit/head-keeper.ts';
import { readAuditKeep } from './audit/read-audit-keep.ts';
import { writeStoreDump } from './backup/store-dump.ts';
import { sweepRowFiles } from './backup/sweep-row-files.ts';
import { addBodyParser } from './body-parser.ts';
import { CatalogEdits } from './catalog-edits/catalog-edits.ts';
import { CatalogWords } from './catalog-edits/catalog-words.ts';
import { ExportFolder } from './exports/export-folder.ts';
import { Exports } from './exports/exports.ts';
import { readExportApproval } from './exports/read-export-approval.ts';
import { readKeepMs } from './exports/read-keep-ms.ts';
import { RowMarks } from './exports/row-marks.ts';
import { traceRow } from './exports/trace-row.ts';
import { findTimeZone } from './find-time-zone.ts';
import { BODY_LIMIT_BYTES, limitOpenBodies } from './limits/body-limits.ts';
import { addConcurrencyGate, readConcurrency } from './limits/concurrency-gate.ts';
import { createMetrics } from './metrics.ts';
import { addMetricsHooks } from './metrics-hooks.ts';
import { normaliseUrl } from './normalise-url.ts';
import { addNotFound } from './not-found.ts';
import { addOpenApi } from './openapi.ts';
import { addPage } from './page.ts';
import { ErasureFolder } from './privacy/erasure-folder.ts';
import { Erasures } from './privacy/erasures.ts';
import { writeHoldings } from './privacy/write-holdings.ts';
import { makeErrorHandler, sendProblem } from './problem.ts';
import { addQueryGate } from './query-gate.ts';
import { addAccountRoutes } from './routes/account.ts';
import { addAudiencesRoutes } from './routes/audiences.ts';
import { addAuditRoutes } from './routes/audit.ts';
import { addBackupRoute } from './routes/backup.ts';
import { addCatalogRoute } from './routes/catalog.ts';
import { addCatalogEditsRoutes } from './routes/catalog-edits.ts';
import { addCompareRoute } from './routes/compare.ts';
import { addExplainRoute } from './routes/explain.ts';
import { addExploreRoute } from './routes/explore.ts';
import { addExportApprovalRoutes } from './routes/export-approvals.ts';
import { addExportRoutes } from './routes/exports.ts';
import { addHealthRoutes } from './routes/health.ts';
import { addHistoryRoute } from './routes/history.ts';
import { addLookAheadRoute } from './routes/look-ahead.ts';
import { addMembersRoute } from './routes/members.ts';
import { addOverlapRoute } from './routes/overlap.ts';
import { addPeopleRoutes } from './routes/people.ts';
import { addPortraitRoute } from './routes/portrait.ts';
import { addPrivacyRoutes } from './routes/privacy.ts';
import { addRoleRoutes } from './routes/roles.ts';
import { addSessionRoutes } from './routes/session.ts';
import { addSnapshotRoute } from './routes/snapshot.ts';
import { addSsoRoutes } from './routes/sso.ts';
import { addStoreRoute } from './routes/store.ts';
import { addValuesRoutes } from './routes/values.ts';
import { addWhyRoute } from './routes/why.ts';
import { provideSecret } from './secret.ts';
import { addSecurity, isLoopback } from './security.ts';
import type { ServerContext } from './server-context.ts';
import { SnapshotHolder } from './snapshot-holder.ts';
import { ExportMarkStore } from './store/export-mark-store.ts';
import { readDatabaseUrl } from './store/open-store.ts';
import { reportStore } from './store/report-store.ts';
import { StoreHolder } from './store/store-holder.ts';
import { addQuestionLimit } from './withdraw-when-closed.ts';

/** What a server is made of. */
export interface ServerOptions {
  readonly workspace: Workspace;
  /** Address to listen on; `127.0.0.1` keeps other machines out. */
  readonly host: string;
  /** Folder of the built page; null serves the API alone. */
  readonly pageDir: string | null;
  readonly env: NodeJS.ProcessEnv;
  /** Memory of the index's columns and masks; a third of the machine's when absent. */
  readonly indexMemoryBytes?: number;
  /** Requests are logged as JSON lines on standard error at this level; `warn` when absent. */
  /** Who sends a request; absent: the local owner, whoever it is. */
  readonly authenticate?: Authenticate;
  readonly logLevel?: 'silent' | 'error' | 'warn' | 'info' | 'debug';
}

/** A server that has been made; it listens once told to. */
export interface SilhouetteServer {
  /** Listens on a port (0: a free one) and answers the address. @throws SilhouetteError `port-in-use`. */
  listen(port: number): Promise<string>;
  /** Whether nobody has an account: then whoever reaches it is taken for the local owner. @throws SilhouetteError as the store does. */
  isWithoutAccounts(): Promise<boolean>;
  /** Takes no more requests, finishes those under way (10 s at most) and frees everything. */
  close(): Promise<void>;
  /** For tests: requests without a socket. */
  readonly app: FastifyInstance;
}

const CLOSE_LIMIT_MS = 10_000;

/** A server of one workspace: the explorer page and the HTTP API. */
export async function createServer(options: ServerOptions): Promise<SilhouetteServer> {
  const level = options.logLevel ?? 'warn';
  const settings = readAccountSettings(options.env);
  const app = Fastify({
    logger: level === 'silent' ? false : { level, stream: process.stderr, serializers: { req: describeRequest } },
    bodyLimit: BODY_LIMIT_BYTES,
    // Node gives up on its own limits with an empty answer; the product's own come first.
    requestTimeout: 120_000,
    // Who sends its headers by drops is cut off; a connection without a request waits no longer than browsers keep one.
    http: { headersTimeout: 20_000, connectionsCheckingInterval: 5_000, maxHeaderSize: 16_384 },
    keepAliveTimeout: 72_000,
    // Whose word about the address of whoever asks is taken: a proxy's that we were told of.
    trustProxy: settings.trustedProxies ?? (settings.publicUrl === null ? false : 'loopback'),
    forceCloseConnections: 'idle',
    rewriteUrl: ({ url = '/' }) => normaliseUrl(url),
    // How long an address may be is said above: a part of it that is no id is answered as one that there is not.
    routerOptions: { maxParamLength: 16_384 },
    // Told below, as a problem document.
    return503OnClosing: false,
    clientErrorHandler: answerBadBytes,
  });
  // Answers are our own shapes and the reader checks requests with all issues at once: schemas are documentation here.
  app.setValidatorCompiler(() => () => true);
  app.setSerializerCompiler(() => (data) => JSON.stringify(data));
  // Who is known, and whoever sits at the machine, is told why the server failed.
  app.setErrorHandler(makeErrorHandler((request) => request.knownAccess !== null || accounts.authenticator.isLocal(request)));
  const answers = new Answers(options.workspace, options.indexMemoryBytes, (error) =>
    app.log.error({ err: error }, 'the index could not be built; questions go to ClickHouse'),
  );
  const { stateDir, catalogPath } = options.workspace;
  // They hold every row of the database.
  sweepRowFiles(stateDir);
  const store = new StoreHolder({ stateDir, env: options.env });
  const databaseUrl = readDatabaseUrl(options.env);
  const isShared = databaseUrl !== null;
  const isNew = !isShared && !existsSync(join(stateDir, 'db'));
  const secret = provideSecret(stateDir, options.env);
  const words = new CatalogWords({
    store,
    isShared,
    isNew,
    now: Date.now,
    onFailure: (error) =>
      app.log.warn({ err: error }, 'the edited words of the catalog are not to be had; the file’s are shown'),
  });
  const audiences = new SavedAudiences({
    store,
    findSnapshot: (access) => snapshots.find(null, access),
    count: (question) => answers.count(question),
    now: Date.now,
  });
  const views = new ViewMaker({
    smallestGroup: readSmallestGroup(options.env),
    secret,
    resolveAudience: audiences.resolve,
  });
  const snapshots = new SnapshotHolder(options.workspace, words.overlay, views);
  const folder = new ExportFolder(stateDir);
  const audit = new AuditLog({
    useTables: (question) => store.useTables(question),
    secret,
    secretsBefore: readSecretsBefore(options.env),
    keep: readAuditKeep(options.env),
    heads: new HeadKeeper(stateDir),
    now: Date.now,
    onFailure: (error) => app.log.error({ err: error }, 'the audit log cannot be written; what waits is tried again'),
  });
  const accounts = new Accounts({
    store,
    stateDir,
    databaseUrl,
    isNew,
    isLoopback: isLoopback(options.host),
    settings,
    secret,
    // As the library finds the time.
    now: () => Date.now(),
  });
  const marks = new RowMarks(secret, readSecretsBefore(options.env));
  const context: ServerContext = {
    accounts,
    traceRow: (text) =>
      traceRow(text, { marks, findMarks: (mark) => store.useTables((db) => new ExportMarkStore(db).find(mark)) }),
    snapshots,
    answers,
    audiences,
    exports: new Exports({
      folder,
      useStore: (question) => store.useExports(question),
      findSnapshot: (id, access) => snapshots.find(id, access),
      count: (question) => answers.count(question),
      readPages: (question, attributes) => answers.memberPages(question, attributes),
      // Whoever finds out who asks by other means is taken at their word.
      findAccessNow: (access) =>
        options.authenticate === undefined ? accounts.authenticator.findNow(access) : Promise.resolve(access),
      marks,
      keepMark: (mark) => store.useTables((db) => new ExportMarkStore(db).keep(mark)),
      onRefused: (exportId, reason) => recordRefusal(audit, exportId, reason),
      approval: readExportApproval(options.env),
      keepMs: readKeepMs(options.env),
      now: Date.now,
      onFailure: (error, exportId) => app.log.error({ err: error, exportId }, 'an export failed, or its queue cannot be read'),
    }),
    words,
    catalogEdits: new CatalogEdits({
      store,
      catalogPath,
      findLoaded: () => snapshots.findLoaded(null),
      now: Date.now,
      onChange: () => words.refresh(),
    }),
    describeStore: () => store.useTables((db) => reportStore(db, isShared ? 'server' : 'embedded', folder.findId())),
    erasures: new Erasures({
      workspace: options.workspace,
      store,
      isEmbedded: !isShared,
      log: audit,
      exports: folder,
      folder: new ErasureFolder(stateDir),
      count: (question) => answers.count(question),
      now: Date.now,
      onFailure: (error, erasureId) =>
        app.log.error({ err: error, erasureId }, 'an erasure failed; the next start tries again'),
    }),
    writeHoldings: (key) =>
      writeHoldings({ workspace: options.workspace, store, log: audit, exports: folder, now: Date.now }, key),
    dumpStore: (path) => store.useTables((db) => writeStoreDump(db, path)),
    stateDir,
    audit,
    auditReviews: new AuditReviews({
      log: audit,
      findTimeZone: () => findTimeZone(snapshots),
      now: Date.now,
      onFailure: (error) => app.log.error({ err: error }, 'the monthly review cannot be written; it is tried again in an hour'),
    }),
    metrics: createMetrics(),
    secret,
  };
  const state = { isStopping: false };
  addSecurity(app, options.host, settings.publicUrl);
  addOriginGuard(app, settings.publicUrl);
  const authenticate = options.authenticate ?? accounts.authenticator.authenticate;
  addAccessGate(app, authenticate);
  limitOpenBodies(app);
  addConcurrencyGate(app, readConcurrency(options.env));
  addQuestionLimit(app, options.env);
  addAuditGate(app, audit, Date.now);
  addQueryGate(app);
  app.addHook('onSend', async (request, reply) => {
    // A route that sets them itself has the last word.
    if (!reply.hasHeader('set-cookie')) sendCookies(reply, accounts.authenticator.cookiesOf(request));
  });
  app.addHook('onRequest', async (_request, reply) => {
    if (!state.isStopping) return undefined;
    const message = 'The server is being stopped and takes nothing new; ask again in a moment.';
    return sendProblem(reply.header('connection', 'close'), [{ path: '', code: 'server-stopping', message }]);
  });
  addMetricsHooks(app, context.metrics);
  addBodyParser(app);
  await addOpenApi(app);
  await app.register(async (api) => {
    addCatalogRoute(api, context);
    addCatalogEditsRoutes(api, context);
    addExploreRoute(api, context);
    addPortraitRoute(api, context);
    addExplainRoute(api, context);
    addOverlapRoute(api, context);
    addHistoryRoute(api, context);
    addCompareRoute(api, context);
    addWhyRoute(api, context);
    addMembersRoute(api, context);
    addLookAheadRoute(api, context);
    addValuesRoutes(api, context);
    addSnapshotRoute(api, context);
    addAudiencesRoutes(api, context);
    addExportRoutes(api, context);
    addExportApprovalRoutes(api, context);
    addStoreRoute(api, context);
    addBackupRoute(api, context);
    addAuditRoutes(api, context);
    addHealthRoutes(api, context, authenticate);
    addSessionRoutes(api, context);
    addSsoRoutes(api, context);
    addAccountRoutes(api, context);
    addPeopleRoutes(api, context);
    addRoleRoutes(api, context);
    addPrivacyRoutes(api, context);
  });
  addNotFound(app, await addPage(app, options.pageDir));
  await app.ready();
  // Its first opening takes seconds: whoever needs it waits, nobody else does.
  store
    .open()
    .then(() => {
      if (state.isStopping) return;
      audit.startTrimming();
      context.auditReviews.start();
      // Those of a process that was killed.
      context.erasures.start();
    })
    .finally(() => accounts.look())
    .catch((error: unknown) => {
      // A server that could not listen gives its database up while it opens.
      if (!state.isStopping)
        app.log.warn({ err: error }, 'saved audiences are not to be had until their database can be opened');
    });
  context.exports.start();
  // Nobody waits for this: whoever asks meanwhile is answered all the same.
  context.snapshots
    .findLoaded(null)
    .then((snapshot) => answers.warm(snapshot))
    .catch((error: unknown) => app.log.info({ err: error }, 'nothing to open yet'));
  return {
    app,
    listen: async (port) => {
      await requireAccounts(accounts, options.host);
      const url = await listen(app, options.host, port);
      store.tellAddress(reachableHere(url));
      return url;
    },
    isWithoutAccounts: async () => !(await accounts.exist()),
    close: () => {
      state.isStopping = true;
      return close(app, context, store);
    },
  };
}

/** A request in the server's own log: without what is searched for, which may be a customer's key. */
function describeRequest({
  method,
  url = '',
  ip,
}: Pick<FastifyRequest, 'method' | 'url' | 'ip'>): Record<string, string | undefined> {
  return { method, path: url.split('?', 1)[0], address: ip };
}

/** An export that nobody may have any more is declined by the server itself. */
function recordRefusal(audit: AuditLog, exportId: string, reason: string): Promise<void> {
  return audit.record({
    ...{ atMs: Date.now(), actor: SYSTEM_ACTOR, action: 'export-declined', subject: [exportId], details: { reason } },
    ...{ texts: [], question: null, request: null },
  });
}

/** Others than whoever sits at the machine reach an address that is not loopback: none is served before there are accounts. */
async function requireAccounts(accounts: Accounts, host: string): Promise<void> {
  if (isLoopback(host) && accounts.settings.publicUrl === null) return;
  if (await accounts.exist()) return;
  throw SilhouetteError.of(
    'accounts-missing',
    `Others could reach this server, and nobody has an account yet. Make the first one: silhouette people add-owner --email you@example.com. Then serve again.`,
  );
}

async function listen(app: FastifyInstance, host: string, port: number): Promise<string> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
      throw SilhouetteError.of(
        'port-in-use',
        `Port ${port} is taken; choose another with --port, or 0 for a free one.`,
        '',
        error,
      );
    }
    if (
      error instanceof Error &&
      'code' in error &&
      (error.code === 'EADDRNOTAVAIL' || error.code === 'EACCES' || error.code === 'ENOTFOUND')
    ) {
      throw SilhouetteError.of('invalid-option', `This machine cannot listen on ${host}:${port}: ${error.message}`, '', error);
    }
    throw error;
  }
  const address = app.server.address();
  const actual = typeof address === 'object' && address !== null ? address.port : port;
  return `http://${host.includes(':') ? `[${host}]` : host}:${actual}`;
}

/** The address by which another process of this machine reaches a server that listens everywhere. */
function reachableHere(url: string): string {
  return url.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:');
}

async function close(
  app: FastifyInstance,
  { answers, exports, audit, auditReviews, erasures }: ServerContext,
  store: StoreHolder,
): Promise<void> {
  const limit = setTimeout(() => app.server.closeAllConnections(), CLOSE_LIMIT_MS);
  // First those who watch an export: they would hold the rest up.
  await Promise.race([Promise.all([exports.close(), erasures.close()]), sleep(CLOSE_LIMIT_MS, undefined, { ref: false })]);
  await app.close();
  clearTimeout(limit);
  // What was answered is recorded before its store is closed.
  await auditReviews.close();
  await audit.close();
  await Promise.all([answers.close(), store.close()]);
}
