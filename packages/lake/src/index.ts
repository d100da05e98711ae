export * from './snapshot/load-report.ts';
export * from './snapshot/snapshot.ts';
