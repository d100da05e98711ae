export * from './world/read-world-value.ts';
export * from './world/to-reference-data.ts';
export * from './world/world.ts';
export * from './world/world-arbitrary.ts';
export * from './world/world-catalog.ts';
export * from './world/write-workspace.ts';
