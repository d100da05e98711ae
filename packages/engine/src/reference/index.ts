export * from './column.ts';
export * from './reference-data.ts';
export * from './reference-engine.ts';
export * from './snapshot-reference-data.ts';
export * from './sort-event-rows.ts';
